// What several properties ask of a history while it is read: who was given which seat, which faults stand, who has gone.

import { Visits } from "./visits.mjs";

/** @typedef {import("./events.mjs").Line} Line */
/** @typedef {import("./events.mjs").Expectation} Expectation */
/** Who was given which seat; and the seat that each bot has now. @typedef {{ named: boolean, bots: Map<number, number>, seats: Map<number, number> }} Room */

export class Scene {
  /** @type {Expectation} */
  expect = { recover_within_ms: 0 };
  bots = 0;
  /** @type {Map<string, Room>} */
  rooms = new Map();
  visits = new Visits();
  /** "room bot" of bots that were given a seat that was not to be had. @type {Set<string>} */
  outsiders = new Set();
  /** Fault → line, of those that stand. @type {Map<number, number>} */
  standing = new Map();
  faults = 0;
  strikes = 0;
  lastHealed = Number.NEGATIVE_INFINITY;
  /** Phase → when it began first. @type {Map<string, number>} */
  phases = new Map();
  /** Bot → whether the system was in trouble when its tab was closed. @type {Map<number, boolean>} */
  closed = new Map();

  get isResting() {
    return this.phases.has("rest") || this.phases.has("end");
  }

  /** @param {number} t */
  inTrouble(t) {
    return this.standing.size > 0 || t - this.lastHealed <= this.expect.recover_within_ms;
  }

  /**
   * The seat that the bot was given in the room; 0: none.
   * @param {string} room
   * @param {number} bot
   */
  seatOf(room, bot) {
    return this.rooms.get(room)?.seats.get(bot) ?? 0;
  }

  /** @param {string} room */
  isNamed(room) {
    return this.rooms.get(room)?.named === true;
  }

  /** All seats that the room has, or has had. @param {string} room */
  seatsOf(room) {
    const known = this.rooms.get(room);
    if (known === undefined) return [];
    return known.named ? [...known.bots.keys()] : [1, 2];
  }

  /**
   * @param {string} room
   * @param {number} seat
   */
  botAt(room, seat) {
    return this.rooms.get(room)?.bots.get(seat);
  }

  /** Whether the line speaks of its bot's own seat. @param {Line} line */
  isOwnSeat(line) {
    return this.seatOf(line.room, line.bot) === line.seat;
  }

  /** Whether `from` is the seat of another member of the bot's own room. @param {Line} line */
  isOthersSeat(line) {
    const own = this.seatOf(line.room, line.bot);
    if (own === 0) return false;
    return this.isNamed(line.room)
      ? line.from !== own && this.botAt(line.room, line.from) !== undefined
      : line.from === 3 - own;
  }

  /** @param {Line} line */
  isOutsider(line) {
    return this.outsiders.size > 0 && this.outsiders.has(`${line.room} ${line.bot}`);
  }

  /** @param {Line} line */
  take(line) {
    this.visits.take(line, this);
    switch (line.e) {
      case "run":
        this.expect = line.expect;
        this.bots = line.bots;
        return;
      case "phase":
        if (!this.phases.has(line.name)) this.phases.set(line.name, line.t);
        return;
      case "fault":
        this.standing.set(line.n, line.line);
        this.faults += 1;
        return;
      case "healed":
        if (this.standing.delete(line.n)) this.lastHealed = line.t;
        return;
      case "plan":
        this.strikes += line.strikes;
        return;
      case "paired":
        return this.#pair(line);
      case "entered":
        return this.#enter(line);
      case "closed":
        if (!this.closed.has(line.bot)) this.closed.set(line.bot, this.inTrouble(line.t));
    }
  }

  /**
   * @param {string} name
   * @param {boolean} named if it is a new one
   */
  #roomOf(name, named) {
    const known = this.rooms.get(name);
    if (known !== undefined) return known;
    /** @type {Room} */
    const room = { named, bots: new Map(), seats: new Map() };
    this.rooms.set(name, room);
    return room;
  }

  /** @param {Line} line */
  #pair(line) {
    const { named, bots, seats } = this.#roomOf(line.room, false);
    if (seats.has(line.bot)) return;
    if (named || line.seat > 2 || bots.has(line.seat)) {
      this.outsiders.add(`${line.room} ${line.bot}`);
      return;
    }
    bots.set(line.seat, line.bot);
    seats.set(line.bot, line.seat);
  }

  /** @param {Line} line */
  #enter(line) {
    const { named, bots, seats } = this.#roomOf(line.room, true);
    if (named)
      seats.delete(line.bot); // the visit before is over
    else if (seats.has(line.bot)) return;
    if (!named || bots.has(line.seat) || this.isOutsider(line)) {
      this.outsiders.add(`${line.room} ${line.bot}`);
      return;
    }
    bots.set(line.seat, line.bot);
    seats.set(line.bot, line.seat);
  }
}

/**
 * The bot of this display name.
 * @param {string} name
 */
export function botNamed(name) {
  const match = /^bot-(\d+)$/.exec(name);
  return match === null ? undefined : Number(match[1]);
}
