// Who has sent and applied what so far, for the properties that look at one arrival after the other.
import { isAbove } from "../events.mjs";

/** @typedef {import("../events.mjs").Line} Line */
/** `applied` and `id`: as it was applied first, by anybody. @typedef {{ line: number, t: number, sum: string, applied?: number, id?: string }} Sent */
/** What one seat has said. `shown`: its highest seq that anybody has applied. @typedef {{ sent: Map<number, Sent>, last: number, shown: number, ticks: number }} Stream */
/** What one seat has had of another. `applied`: seq → line. @typedef {{ heard: number, applied: Map<number, number>, givenUp: Set<number> }} Ear */
/** @typedef {{ newest: string, ears: Map<number, Ear> }} Listener */

export class Arrivals {
  /** Room → seat. @type {Map<string, Map<number, Stream>>} */
  #streams = new Map();
  /** @type {Map<string, Map<number, Listener>>} */
  #listeners = new Map();

  /** @param {import("../scene.mjs").Scene} scene */
  constructor(scene) {
    this.scene = scene;
  }

  /**
   * @param {string} room
   * @param {number} seat
   * @returns {Stream}
   */
  stream(room, seat) {
    return entry(entry(this.#streams, room, newMap), seat, newStream);
  }

  /**
   * @param {string} room
   * @param {number} seat
   * @returns {Listener}
   */
  listener(room, seat) {
    return entry(entry(this.#listeners, room, newMap), seat, newListener);
  }

  /**
   * What `seat` has had of `from`.
   * @param {string} room
   * @param {number} seat
   * @param {number} from
   */
  ear(room, seat, from) {
    return entry(this.listener(room, seat).ears, from, newEar);
  }

  /** That of the line's bot, for an `applied` or a `gap` that is another's. @param {Line} line */
  earOf(line) {
    return this.ear(line.room, this.scene.seatOf(line.room, line.bot), line.from);
  }

  /** What is applied here, if it is another's and was sent. @param {Line} line */
  sentFor(line) {
    if (!this.scene.isOthersSeat(line)) return undefined;
    return this.stream(line.room, line.from).sent.get(line.seq);
  }

  /** @param {Line} line */
  take(line) {
    switch (line.e) {
      case "send": {
        if (!this.scene.isOwnSeat(line)) return;
        const stream = this.stream(line.room, line.seat);
        if (stream.sent.has(line.seq)) return;
        stream.sent.set(line.seq, { line: line.line, t: line.t, sum: line.sum });
        stream.last = Math.max(stream.last, line.seq);
        return;
      }
      case "applied":
        return this.#apply(line);
      case "gap":
        return this.#giveUp(line);
      case "stored":
      case "delivered": {
        const own = this.scene.seatOf(line.room, line.bot);
        if (own === 0) return;
        const stream = this.stream(line.room, own);
        stream.ticks = Math.max(stream.ticks, line.seq);
      }
    }
  }

  /** @param {Line} line */
  #apply(line) {
    const sent = this.sentFor(line);
    if (sent === undefined) return;
    const ear = this.earOf(line);
    if (ear.applied.has(line.seq)) return;
    ear.applied.set(line.seq, line.line);
    ear.heard = Math.max(ear.heard, line.seq);
    sent.applied ??= line.line;
    sent.id ??= line.id;
    const stream = this.stream(line.room, line.from);
    stream.shown = Math.max(stream.shown, line.seq);
    const listener = this.listener(line.room, this.scene.seatOf(line.room, line.bot));
    if (isAbove(line.id, listener.newest)) listener.newest = line.id;
  }

  /** @param {Line} line */
  #giveUp(line) {
    if (!this.scene.isOthersSeat(line)) return;
    const ear = this.earOf(line);
    const begin = ear.heard;
    ear.heard += line.count;
    for (const seq of this.stream(line.room, line.from).sent.keys())
      if (seq > begin && seq <= ear.heard) ear.givenUp.add(seq);
  }
}

/**
 * @template Key, Value
 * @param {Map<Key, Value>} map
 * @param {Key} key
 * @param {() => Value} make
 */
function entry(map, key, make) {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

/** @returns {Map<any, any>} */
const newMap = () => new Map();
/** @returns {Stream} */
const newStream = () => ({ sent: new Map(), last: 0, shown: 0, ticks: 0 });
/** @returns {Listener} */
const newListener = () => ({ newest: "0-0", ears: new Map() });
/** @returns {Ear} */
const newEar = () => ({ heard: 0, applied: new Map(), givenUp: new Set() });
