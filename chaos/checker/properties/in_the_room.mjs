// The three properties of single arrivals: nothing doubled, in order, nothing invented.
import { isAbove, numbers } from "../events.mjs";
import { Finding } from "../finding.mjs";

/** @typedef {import("../events.mjs").Line} Line */
/** @typedef {import("./arrivals.mjs").Arrivals} Arrivals */
/** @typedef {import("../finding.mjs").Property} Property */

/** @param {Line} line */
const name = (line) => `bot ${line.bot}, room ${line.room}, seq ${line.seq}`;

/**
 * @param {(line: Line, finding: Finding) => void} look
 * @returns {Property}
 */
function ofArrivals(look) {
  const finding = new Finding();
  return {
    see: (line) => look(line, finding),
    conclude() {
      if (finding.checked === 0) finding.reasons.push("nothing was applied");
      return finding;
    },
  };
}

/** @param {Arrivals} arrivals */
export function nothingDoubled(arrivals) {
  return ofArrivals((line, finding) => {
    const sent = line.e === "applied" ? arrivals.sentFor(line) : undefined;
    if (sent === undefined) return;
    finding.checked += 1;
    const before = arrivals.earOf(line).applied.get(line.seq);
    if (before !== undefined) finding.violated(`applied twice: ${name(line)}`, before, line.line);
  });
}

/** @param {Arrivals} arrivals */
export function inOrder(arrivals) {
  return ofArrivals((line, finding) => {
    if (line.e === "send" && arrivals.scene.isOwnSeat(line)) {
      const { sent, last } = arrivals.stream(line.room, line.seat);
      if (!sent.has(line.seq) && line.seq !== last + 1)
        finding.violated(`sent after ${last}: ${name(line)}`, sent.get(last)?.line, line.line);
    }
    const sent = line.e === "applied" ? arrivals.sentFor(line) : undefined;
    if (sent === undefined) return;
    finding.checked += 1;
    const { heard, applied } = arrivals.earOf(line);
    if (applied.has(line.seq)) return;
    const before = applied.get(heard);
    if (line.seq !== heard + 1)
      finding.violated(`applied after ${heard}: ${name(line)}`, before, line.line);
    if (arrivals.scene.expect.redis_may_rewind) return;
    const own = arrivals.scene.seatOf(line.room, line.bot);
    const { newest } = arrivals.listener(line.room, own);
    if (!isAbove(line.id, newest))
      finding.violated(`entry ${line.id} after ${newest}: ${name(line)}`, before, line.line);
    if (sent.id !== undefined && numbers(sent.id).join() !== numbers(line.id).join())
      finding.violated(
        `${line.id} is ${sent.id} elsewhere: ${name(line)}`,
        sent.applied,
        line.line,
      );
  });
}

/**
 * Two ticks in a named room, while somebody who seemed to be there had not applied the message: proven once the same
 * connection brings what was said later. One doubt a member.
 * @param {Arrivals} arrivals
 */
function doubts(arrivals) {
  const { visits } = arrivals.scene;
  /** Room → seat → the connection in doubt, and the tick. @type {Map<string, Map<number, { connection: number, tick: number }>>} */
  const standing = new Map();
  return {
    /** @param {Line} tick */
    raise({ room, seat, seq, line }) {
      const sent = arrivals.stream(room, seat).sent.get(seq);
      if (sent === undefined) return;
      const ofRoom = standing.get(room) ?? new Map();
      standing.set(room, ofRoom);
      for (const other of arrivals.scene.seatsOf(room)) {
        const { connection } = visits.at(room, other);
        if (other === seat || connection === 0 || connection > sent.line) continue;
        if (arrivals.ear(room, other, seat).heard >= seq) continue;
        if (ofRoom.get(other)?.connection !== connection)
          ofRoom.set(other, { connection, tick: line });
      }
    },
    /**
     * The tick that was told too soon, if this proves it.
     * @param {Line} applied
     * @param {number} saidAt
     */
    settle({ room, bot }, saidAt) {
      const seat = arrivals.scene.seatOf(room, bot);
      const doubt = standing.get(room)?.get(seat);
      if (doubt === undefined || saidAt <= doubt.tick) return undefined;
      standing.get(room)?.delete(seat);
      return visits.at(room, seat).connection === doubt.connection ? doubt.tick : undefined;
    },
  };
}

/** @param {Arrivals} arrivals */
export function nothingInvented(arrivals) {
  const { scene } = arrivals;
  const doubt = doubts(arrivals);
  return ofArrivals((line, finding) => {
    if (!/^(applied|send|stored|delivered|gap)$/.test(line.e) || scene.isOutsider(line)) return;
    if (line.e === "applied") {
      finding.checked += 1;
      const sent = arrivals.sentFor(line);
      if (sent === undefined)
        finding.violated(`never sent to it: ${name(line)}, from ${line.from}`, line.line);
      else if (sent.sum !== line.sum)
        finding.violated(`altered: ${name(line)}`, sent.line, line.line);
      const tick = sent === undefined ? undefined : doubt.settle(line, sent.line);
      if (tick !== undefined)
        finding.violated(`delivered without bot ${line.bot}: ${name(line)}`, tick, line.line);
    } else if (line.e === "gap") {
      if (!scene.isOthersSeat(line)) finding.violated("a gap in no room of its own", line.line);
    } else if (!scene.isOwnSeat(line)) {
      finding.violated(`${line.e} at a seat that is not its own: ${name(line)}`, line.line);
    } else if (line.e !== "send") {
      const { last } = arrivals.stream(line.room, line.seat);
      const ofPair = line.e === "delivered" && !scene.isNamed(line.room);
      const heard = ofPair ? arrivals.ear(line.room, 3 - line.seat, line.seat).heard : last;
      const limit = Math.min(last, heard);
      if (line.seq > limit) finding.violated(`${line.e} beyond ${limit}: ${name(line)}`, line.line);
      else if (line.e === "delivered" && !ofPair) doubt.raise(line);
    }
  });
}
