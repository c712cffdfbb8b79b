// Who has sent and applied what so far, for the properties that look at one arrival after the other.
import { isAbove } from "../events.mjs";

/** @typedef {import("../events.mjs").Line} Line */
/** @typedef {{ line: number, sum: string, applied?: number, id?: string }} Sent */
/** @typedef {{ sent: Map<number, Sent>, last: number, heard: number, applied: number, newest: string, ticks: number }} Stream */

// One stream a (room, sender's seat): what was sent there, and how far the other member has heard it.
export class Arrivals {
  /** @type {Map<string, [Stream, Stream]>} */
  #streams = new Map();

  /** @param {import("../scene.mjs").Scene} scene */
  constructor(scene) {
    this.scene = scene;
  }

  /**
   * @param {string} room
   * @param {number} seat 1 or 2
   * @returns {Stream}
   */
  stream(room, seat) {
    let both = this.#streams.get(room);
    if (both === undefined) {
      both = [newStream(), newStream()];
      this.#streams.set(room, both);
    }
    return both[seat === 1 ? 0 : 1];
  }

  /** What is applied here, if it is the other's and was sent. @param {Line} line */
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
        stream.sent.set(line.seq, { line: line.line, sum: line.sum });
        stream.last = Math.max(stream.last, line.seq);
        return;
      }
      case "applied": {
        const sent = this.sentFor(line);
        if (sent === undefined || sent.applied !== undefined) return;
        sent.applied = line.line;
        sent.id = line.id;
        const stream = this.stream(line.room, line.from);
        stream.heard = Math.max(stream.heard, line.seq);
        stream.applied = Math.max(stream.applied, line.seq);
        if (isAbove(line.id, stream.newest)) stream.newest = line.id;
        return;
      }
      case "gap":
        if (this.scene.isOthersSeat(line)) this.stream(line.room, line.from).heard += line.count;
        return;
      case "stored":
      case "delivered": {
        const own = this.scene.seatOf(line.room, line.bot);
        if (own === 0) return;
        const stream = this.stream(line.room, own);
        stream.ticks = Math.max(stream.ticks, line.seq);
      }
    }
  }
}

/** @returns {Stream} */
function newStream() {
  return { sent: new Map(), last: 0, heard: 0, applied: 0, newest: "0-0", ticks: 0 };
}
