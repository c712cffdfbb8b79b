// What a sender sees as sent reaches every other member, in the end.
import { numbers } from "../events.mjs";
import { Finding } from "../finding.mjs";

/** @typedef {import("../events.mjs").Line} Line */
/** @typedef {import("./arrivals.mjs").Sent} Sent */
/** From one seat of a room to another. @typedef {{ room: string, from: number, to: number }} Way */

/**
 * @param {import("./arrivals.mjs").Arrivals} arrivals
 * @returns {import("../finding.mjs").Property}
 */
export function nothingLost(arrivals) {
  const { scene } = arrivals;
  const finding = new Finding();
  /** Room → the first goodbye of a pair before rest. @type {Map<string, { t: number, trouble: boolean }>} */
  const goodbyes = new Map();
  /** "room seat" → why the room ended first for it. @type {Map<string, string>} */
  const ends = new Map();
  /** Bots with a rest line. @type {Set<number>} */
  const rested = new Set();
  /** Read in a log; and the rooms whose log was never trimmed. @type {Set<Sent>} */
  const logged = new Set();
  /** @type {Set<string>} */
  const whole = new Set();
  const excused = { goodbye: 0, noShow: 0, closed: 0 };
  let unsettled = 0;

  /**
   * Of a named room: said while that member sat in it.
   * @param {Way} way
   * @param {Sent} sent
   */
  function satThere({ room, to }, sent) {
    const { joined, joinedLast, goodbye } = scene.visits.at(room, to);
    const since = scene.expect.redis_may_rewind ? joinedLast : joined;
    return since !== 0 && since < sent.line && (goodbye === undefined || sent.line < goodbye.line);
  }

  /** @type {Record<string, (line: Line) => void>} */
  const on = {
    send(line) {
      if (!scene.isOwnSeat(line)) return;
      const before = arrivals.stream(line.room, line.seat).sent.get(line.seq);
      if (before !== undefined)
        finding.violated(
          `seat ${line.seat} in ${line.room} used seq ${line.seq} twice`,
          before.line,
          line.line,
        );
    },
    gap(line) {
      if (!scene.isOthersSeat(line)) return;
      const sender = scene.botAt(line.room, line.from);
      if (sender !== undefined && scene.closed.has(sender)) return;
      const way = { room: line.room, from: line.from, to: scene.seatOf(line.room, line.bot) };
      const { heard } = arrivals.earOf(line);
      const skipped = [...arrivals.stream(line.room, line.from).sent].filter(
        ([seq]) => seq > heard && seq <= heard + line.count,
      );
      if (scene.isNamed(line.room) && !skipped.some(([, sent]) => satThere(way, sent))) return;
      finding.violated(
        `${line.count} of seat ${line.from} in ${line.room} given up by bot ${line.bot}`,
        line.line,
      );
    },
    leave(line) {
      if (scene.seatOf(line.room, line.bot) === 0 || scene.isResting) return;
      if (!goodbyes.has(line.room))
        goodbyes.set(line.room, { t: line.t, trouble: scene.inTrouble(line.t) });
    },
    ended(line) {
      const seat = scene.seatOf(line.room, line.bot);
      const key = `${line.room} ${seat}`;
      if (seat !== 0 && !ends.has(key)) ends.set(key, line.reason);
    },
    rest(line) {
      rested.add(line.bot);
    },
    logged(line) {
      if (!scene.seatsOf(line.room).includes(line.from)) return;
      const sent = arrivals.stream(line.room, line.from).sent.get(line.seq);
      if (sent !== undefined) logged.add(sent);
    },
    log_read(line) {
      if (!scene.rooms.has(line.room)) return;
      if (line.first !== undefined && numbers(line.first)[1] <= 1) whole.add(line.room);
      else whole.delete(line.room);
    },
  };

  /**
   * @param {Way} way
   * @param {Sent} sent
   * @param {boolean} givenUp
   */
  function isOwed(way, sent, givenUp) {
    if (!scene.isNamed(way.room)) return !givenUp;
    if (satThere(way, sent)) return !givenUp; // else the gap was told of
    const { joined, goodbye } = scene.visits.at(way.room, way.to);
    const stays = joined !== 0 && goodbye === undefined;
    const wasThere = whole.has(way.room) && logged.has(sent);
    return stays && wasThere && !scene.expect.redis_may_rewind;
  }

  /**
   * @param {Way} way
   * @param {Sent} sent
   * @returns {keyof typeof excused | undefined}
   */
  function excuse({ room, from, to }, sent) {
    const other = scene.visits.at(room, to);
    const left = other.goodbye?.resting === true ? undefined : other.goodbye;
    const goodbye = scene.isNamed(room) ? left : goodbyes.get(room);
    if (
      goodbye !== undefined &&
      (goodbye.trouble || goodbye.t - sent.t <= scene.expect.recover_within_ms)
    )
      return "goodbye";
    if (ends.get(`${room} ${from}`) === "no_show" && other.joined === 0) return "noShow";
    const bots = [scene.botAt(room, from), scene.botAt(room, to)];
    return bots.some((bot) => bot !== undefined && scene.closed.has(bot)) ? "closed" : undefined;
  }

  /**
   * @param {Way} way
   * @param {boolean} complete
   */
  function judge(way, complete) {
    const { room, from, to } = way;
    const bots = [scene.botAt(room, from), scene.botAt(room, to)];
    const ear = arrivals.ear(room, to, from);
    for (const [seq, sent] of arrivals.stream(room, from).sent) {
      if (ear.applied.has(seq)) {
        finding.checked += 1;
        continue;
      }
      if (!isOwed(way, sent, ear.givenUp.has(seq))) continue;
      const why = excuse(way, sent);
      if (why !== undefined) {
        excused[why] += 1;
        continue;
      }
      finding.checked += 1;
      if (!complete) continue;
      if (bots.every((bot) => bot === undefined || rested.has(bot)))
        finding.violated(`seq ${seq} of seat ${from} in ${room} never reached ${to}`, sent.line);
      else unsettled += 1;
    }
  }

  return {
    see: (line) => on[line.e]?.(line),
    conclude(complete) {
      for (const room of scene.rooms.keys()) {
        const seats = scene.seatsOf(room);
        for (const from of seats)
          for (const to of seats) if (from !== to) judge({ room, from, to }, complete);
      }
      for (const [why, count] of Object.entries(excused))
        if (count > 0) finding.notes.push(`${why}: ${count} not counted`);
      if (finding.checked === 0) finding.reasons.push("no message that had to arrive");
      if (unsettled > 0) finding.reasons.push(`${unsettled} missing of bots without a rest line`);
      return finding;
    },
  };
}
