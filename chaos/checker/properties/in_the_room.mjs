// The three properties of single arrivals: nothing doubled, in order, nothing invented.
import { isAbove } from "../events.mjs";
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
    if (sent.applied !== undefined)
      finding.violated(`applied twice: ${name(line)}`, sent.applied, line.line);
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
    if (sent.applied !== undefined) return;
    const stream = arrivals.stream(line.room, line.from);
    const before = stream.sent.get(stream.heard)?.applied;
    if (line.seq !== stream.heard + 1)
      finding.violated(`applied after ${stream.heard}: ${name(line)}`, before, line.line);
    if (!arrivals.scene.expect.redis_may_rewind && !isAbove(line.id, stream.newest))
      finding.violated(`entry ${line.id} after ${stream.newest}: ${name(line)}`, before, line.line);
  });
}

/** @param {Arrivals} arrivals */
export function nothingInvented(arrivals) {
  const { scene } = arrivals;
  return ofArrivals((line, finding) => {
    if (!/^(applied|send|stored|delivered|gap)$/.test(line.e) || scene.isOutsider(line)) return;
    if (line.e === "applied") {
      finding.checked += 1;
      const sent = arrivals.sentFor(line);
      if (sent === undefined)
        finding.violated(`never sent to it: ${name(line)}, from ${line.from}`, line.line);
      else if (sent.sum !== line.sum)
        finding.violated(`altered: ${name(line)}`, sent.line, line.line);
    } else if (line.e === "gap") {
      if (!scene.isOthersSeat(line)) finding.violated("a gap in no room of its own", line.line);
    } else if (!scene.isOwnSeat(line)) {
      finding.violated(`${line.e} at a seat that is not its own: ${name(line)}`, line.line);
    } else if (line.e !== "send") {
      const { last, heard } = arrivals.stream(line.room, line.seat);
      const limit = line.e === "stored" ? last : Math.min(last, heard);
      if (line.seq > limit) finding.violated(`${line.e} beyond ${limit}: ${name(line)}`, line.line);
    }
  });
}
