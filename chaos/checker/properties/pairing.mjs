// The two properties of pairing: exclusive and symmetric.
import { Finding } from "../finding.mjs";
import { botNamed } from "../scene.mjs";

/** @typedef {import("../events.mjs").Line} Line */
/** @typedef {import("../scene.mjs").Scene} Scene */
/** @typedef {import("../finding.mjs").Property} Property */

/**
 * @param {Scene} scene
 * @returns {Property}
 */
export function pairingExclusive(scene) {
  const finding = new Finding();
  /** Bot → the attempt of its last seek, or of its last room. @type {Map<number, number>} */
  const sought = new Map();
  /** @type {Map<number, number>} */
  const given = new Map();
  /** Bot → the room it is in. @type {Map<number, { room: string, line: number }>} */
  const inside = new Map();

  /** Bots that have asked for a named room, and not been given it yet. @type {Set<number>} */
  const asking = new Set();

  /**
   * @param {Line} line
   * @returns {string} in words
   */
  function isGiven(line) {
    finding.checked += 1;
    const who = `bot ${line.bot} was given ${line.room}`;
    const current = inside.get(line.bot);
    if (current !== undefined)
      finding.violated(`${who} while in ${current.room}`, current.line, line.line);
    inside.set(line.bot, { room: line.room, line: line.line });
    return who;
  }

  /** @param {Line} line */
  function paired(line) {
    const who = isGiven(line);
    if (given.get(line.bot) === line.attempt)
      finding.violated(`${who}, the second for attempt ${line.attempt}`, line.line);
    else if (sought.get(line.bot) !== line.attempt)
      finding.violated(`${who} for attempt ${line.attempt}, which it does not seek`, line.line);
    const there = scene.botAt(line.room, line.seat);
    if (line.seat > 2) finding.violated(`${who} at a third seat`, line.line);
    else if (scene.isNamed(line.room)) finding.violated(`${who}, a named one`, line.line);
    else if (there !== undefined && there !== line.bot)
      finding.violated(`${who} at the seat of bot ${there}`, line.line);
    given.set(line.bot, line.attempt);
  }

  /** @param {Line} line */
  function entered(line) {
    const who = isGiven(line);
    if (!asking.delete(line.bot)) finding.violated(`${who} without asking`, line.line);
    if (scene.rooms.get(line.room)?.named === false)
      finding.violated(`${who}, a pair's`, line.line);
    else if (scene.botAt(line.room, line.seat) !== undefined)
      finding.violated(`${who} at a seat that was given before`, line.line);
  }

  return {
    see(line) {
      if (line.e === "seek") sought.set(line.bot, line.attempt);
      else if (line.e === "paired") paired(line);
      else if (line.e === "enter") asking.add(line.bot);
      else if (line.e === "entered") entered(line);
      else if (line.e === "ended" || line.e === "leave") {
        const isMember = scene.seatOf(line.room, line.bot) !== 0;
        if (isMember && inside.get(line.bot)?.room === line.room) inside.delete(line.bot);
      } else if (line.e === "joined" && !scene.isOutsider(line) && !scene.isOwnSeat(line)) {
        finding.violated(`bot ${line.bot} joined ${line.room}, not given to it`, line.line);
      }
    },
    conclude() {
      if (finding.checked === 0) finding.reasons.push("nobody was given a room");
      return finding;
    },
  };
}

/**
 * @typedef {{ bot: number, seat: number, partner: string, line: number, mistaken: boolean, excused: boolean,
 *   ended: boolean }} Side
 */

/**
 * @param {Scene} scene
 * @returns {Property}
 */
export function pairingSymmetric(scene) {
  const finding = new Finding();
  /** Room → who was told what. @type {Map<string, Side[]>} */
  const rooms = new Map();
  /** Bot → when it last stopped waiting by itself. @type {Map<number, number>} */
  const gaveUp = new Map();
  let excused = 0;
  /** Bot → the name that it asked for. @type {Map<number, string>} */
  const wishes = new Map();
  /** Name → the first line that gave a room for it; and room → likewise, with the name. @type {Map<string, Line>} */
  const byName = new Map();
  /** @type {Map<string, { name: string, line: number }>} */
  const byRoom = new Map();

  // Who asks for the same name comes to the same room, and to nobody who asks for another.
  /** @param {Line} line */
  function entered(line) {
    const name = wishes.get(line.bot);
    wishes.delete(line.bot);
    if (name === undefined || scene.rooms.get(line.room)?.named === false) return;
    const there = byName.get(name);
    const here = byRoom.get(line.room);
    if (there === undefined) byName.set(name, line);
    if (here === undefined) byRoom.set(line.room, { name, line: line.line });
    if (there === undefined && here === undefined) return;
    finding.checked += 1;
    if (there !== undefined && there.room !== line.room)
      finding.violated(`${name} is ${there.room} and ${line.room}`, there.line, line.line);
    if (here !== undefined && here.name !== name)
      finding.violated(`${line.room} is ${here.name} and ${name}`, here.line, line.line);
  }

  /** @param {Line} line */
  function paired(line) {
    if (scene.isNamed(line.room)) return;
    const sides = rooms.get(line.room) ?? [];
    rooms.set(line.room, sides);
    if (line.seat > 2 || scene.botAt(line.room, line.seat) !== undefined) return;
    if (sides.some((side) => side.bot === line.bot)) return;
    const partner = botNamed(line.partner);
    const mistaken = partner === undefined || partner >= scene.bots || partner === line.bot;
    const side = { bot: line.bot, seat: line.seat, partner: line.partner, line: line.line };
    sides.push({ ...side, mistaken, excused: false, ended: false });
    if (mistaken) {
      finding.violated(`bot ${line.bot} was given ${line.partner}`, line.line);
      return;
    }
    const other = sides.find((each) => each.bot !== line.bot);
    if (other === undefined) return;
    finding.checked += 1;
    if (partner !== other.bot || other.partner !== `bot-${line.bot}`)
      finding.violated(`the two of ${line.room} were given others`, other.line, line.line);
  }

  /** @param {Line} line */
  function parted(line) {
    const side = rooms.get(line.room)?.find((each) => each.bot === line.bot);
    if (side === undefined) return;
    const trouble = scene.inTrouble(line.t);
    if (line.e === "leave") side.excused ||= trouble;
    if (line.e !== "ended" || side.ended) return;
    side.ended = true;
    const since = line.t - (gaveUp.get(botNamed(side.partner) ?? -1) ?? Number.NEGATIVE_INFINITY);
    if (line.reason === "no_show")
      side.excused ||= trouble || since <= scene.expect.recover_within_ms;
  }

  /**
   * @param {string} room
   * @param {Side} side
   * @param {boolean} complete
   */
  function judgeAlone(room, side, complete) {
    if (side.mistaken) return;
    if (
      side.excused ||
      scene.closed.get(side.bot) === true ||
      scene.closed.has(botNamed(side.partner) ?? -1)
    )
      excused += 1;
    else if (complete) finding.violated(`only bot ${side.bot} was given room ${room}`, side.line);
  }

  return {
    see(line) {
      if (line.e === "paired") paired(line);
      else if (line.e === "enter") wishes.set(line.bot, line.name);
      else if (line.e === "entered") entered(line);
      else if (line.e === "ended" || line.e === "leave") parted(line);
      else if (line.e === "wait_ended" || line.e === "reload") gaveUp.set(line.bot, line.t);
    },
    conclude(complete) {
      for (const [room, sides] of rooms)
        if (sides.length === 1 && sides[0] !== undefined) judgeAlone(room, sides[0], complete);
      if (excused > 0) finding.notes.push(`${excused} pairings heard of on one side only`);
      if (finding.checked === 0) finding.reasons.push("no pairing was seen from both sides");
      return finding;
    },
  };
}
