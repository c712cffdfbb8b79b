// What the end-to-end layer hides from the users shows in the final reading of the log.
import { numbers } from "../events.mjs";
import { Finding } from "../finding.mjs";

/** @typedef {import("../events.mjs").Line} Line */
/** An entry, and what was known of its message when it was read. @typedef {Line & { sent?: import("./arrivals.mjs").Sent }} Entry */

/**
 * @param {import("./arrivals.mjs").Arrivals} arrivals
 * @returns {import("../finding.mjs").Property}
 */
export function logAgrees(arrivals) {
  const { scene } = arrivals;
  const finding = new Finding();
  /** Room → the entries read of it so far. @type {Map<string, Entry[]>} */
  const readings = new Map();
  /** @type {Set<string>} */
  const read = new Set();
  /** Rooms that ended before everything came to rest, and those in which something was sent. @type {Set<string>} */
  const over = new Set();
  /** @type {Set<string>} */
  const used = new Set();
  let miscounted = 0;

  /** @param {Entry[]} entries */
  function idsGrow(entries) {
    entries.forEach((entry, i) => {
      const before = entries[i - 1];
      if (before === undefined) return;
      const [epoch, n] = numbers(entry.id);
      const [epochBefore, nBefore] = numbers(before.id);
      if (epoch < epochBefore || n <= nBefore)
        finding.violated(`${entry.id} after ${before.id}`, before.line, entry.line);
    });
  }

  /** The entries that were sent. @param {Entry[]} entries */
  function sentOnes(entries) {
    return entries.filter((entry) => {
      if (entry.sent === undefined) finding.violated("an entry that nobody sent", entry.line);
      else if (entry.sent.sum !== entry.sum)
        finding.violated("an entry with another sum", entry.sent.line, entry.line);
      return entry.sent !== undefined;
    });
  }

  /**
   * @param {Line} line
   * @returns {Entry}
   */
  function withMessage(line) {
    const known = scene.seatsOf(line.room).includes(line.from);
    const sent = known ? arrivals.stream(line.room, line.from).sent.get(line.seq) : undefined;
    return sent === undefined ? line : { ...line, sent: { ...sent } };
  }

  /**
   * The seqs of one seat, each once and in a row.
   * @param {Entry[]} entries
   * @param {number} seat
   */
  function inARow(entries, seat) {
    /** @type {Map<number, Line>} */
    const seen = new Map();
    /** @type {Line | undefined} */
    let last;
    for (const entry of entries) {
      if (entry.from !== seat) continue;
      const twin = seen.get(entry.seq);
      if (twin !== undefined) {
        finding.violated(`seq ${entry.seq} is there twice`, twin.line, entry.line);
        continue;
      }
      if (last !== undefined && entry.seq !== last.seq + 1)
        finding.violated(`seq ${entry.seq} after ${last.seq}`, last.line, entry.line);
      const { sent } = entry;
      if (sent?.id !== undefined && numbers(sent.id).join() !== numbers(entry.id).join())
        finding.violated(`${entry.id} was applied as ${sent.id}`, sent.applied, entry.line);
      seen.set(entry.seq, entry);
      last = entry;
    }
    return { first: seen.keys().next().value, last: last?.seq ?? 0 };
  }

  /** @param {Line} close the `log_read` */
  function judge(close) {
    read.add(close.room);
    const entries = readings.get(close.room) ?? [];
    readings.delete(close.room);
    idsGrow(entries);
    const sent = sentOnes(entries);
    const counts = entries.length === close.entries;
    if (!counts) miscounted += 1;
    if (scene.expect.redis_may_rewind) return;
    const trimmed = close.first !== undefined && numbers(close.first)[1] > 1;
    for (const seat of scene.seatsOf(close.room)) {
      const row = inARow(sent, seat);
      if (!counts) continue;
      const { ticks, shown } = arrivals.stream(close.room, seat);
      const seen = Math.max(ticks, shown);
      if (row.first === undefined) {
        if (seen > 0 && !trimmed) finding.violated(`nothing of seat ${seat}`, close.line);
        continue;
      }
      if (row.first !== 1 && !trimmed) finding.violated(`begins with ${row.first}`, close.line);
      if (row.last < seen) finding.violated(`ends with ${row.last}, not ${seen}`, close.line);
    }
  }

  // A named room is open while somebody is in it.
  /** @param {string} room */
  function isOpen(room) {
    if (!scene.isNamed(room)) return !over.has(room);
    return scene.seatsOf(room).some((seat) => {
      const { goodbye, ended } = scene.visits.at(room, seat);
      return goodbye === undefined && !ended;
    });
  }

  return {
    see(line) {
      if (line.e === "logged") {
        finding.checked += 1;
        const entries = readings.get(line.room) ?? [];
        readings.set(line.room, entries);
        entries.push(withMessage(line));
      } else if (line.e === "log_read") judge(line);
      else if (line.e === "send" && scene.isOwnSeat(line)) used.add(line.room);
      else if ((line.e === "ended" || line.e === "leave") && !scene.isResting) {
        if (scene.seatOf(line.room, line.bot) !== 0) over.add(line.room);
      }
    },
    conclude(complete) {
      for (const entries of readings.values()) {
        idsGrow(entries);
        const sent = sentOnes(entries);
        if (scene.expect.redis_may_rewind) continue;
        for (const seat of new Set(sent.map(({ from }) => from))) inARow(sent, seat);
      }
      if (finding.checked === 0) finding.reasons.push("no log was read");
      if (miscounted > 0) finding.reasons.push(`${miscounted} readings miscounted`);
      const unread = [...used].filter((room) => isOpen(room) && !read.has(room)).length;
      if (complete && unread > 0) finding.reasons.push(`${unread} logs not read`);
      return finding;
    },
  };
}
