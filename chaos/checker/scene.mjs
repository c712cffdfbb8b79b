// What several properties ask of a history while it is read: who was given which seat, which faults stand, who has gone.

/** @typedef {import("./events.mjs").Line} Line */
/** @typedef {import("./events.mjs").Expectation} Expectation */

export class Scene {
  /** @type {Expectation} */
  expect = { recover_within_ms: 0 };
  bots = 0;
  /** Room → its two bots, by seat. @type {Map<string, [number | undefined, number | undefined]>} */
  seats = new Map();
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
    const seats = this.seats.get(room);
    return seats === undefined ? 0 : seats.indexOf(bot) + 1;
  }

  /**
   * @param {string} room
   * @param {number} seat
   */
  botAt(room, seat) {
    return this.seats.get(room)?.[seat - 1];
  }

  /** Whether the line speaks of its bot's own seat. @param {Line} line */
  isOwnSeat(line) {
    return line.seat <= 2 && this.seatOf(line.room, line.bot) === line.seat;
  }

  /** Whether `from` is the seat of the other member of the bot's own room. @param {Line} line */
  isOthersSeat(line) {
    const own = this.seatOf(line.room, line.bot);
    return own !== 0 && line.from === 3 - own;
  }

  /** @param {Line} line */
  isOutsider(line) {
    return this.outsiders.size > 0 && this.outsiders.has(`${line.room} ${line.bot}`);
  }

  /** @param {Line} line */
  take(line) {
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
        return this.#seat(line);
      case "closed":
        if (!this.closed.has(line.bot)) this.closed.set(line.bot, this.inTrouble(line.t));
    }
  }

  /** @param {Line} line */
  #seat(line) {
    const seats = this.seats.get(line.room) ?? [undefined, undefined];
    this.seats.set(line.room, seats);
    if (seats.includes(line.bot)) return;
    if (line.seat > 2 || seats[line.seat - 1] !== undefined) {
      this.outsiders.add(`${line.room} ${line.bot}`);
    } else {
      seats[line.seat - 1] = line.bot;
    }
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
