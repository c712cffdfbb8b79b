// What a sender sees as sent reaches the other member, in the end.
import { Finding } from "../finding.mjs";

/** @typedef {import("../events.mjs").Line} Line */
/** @typedef {{ line: number, t: number, arrived: boolean, givenUp: boolean }} Message */
/**
 * @typedef {{ sent: [Map<number, Message>, Map<number, Message>], heard: [number, number], joined: Set<number>,
 *   noShow: Set<number>, ended: Set<number>, goodbye?: { t: number, trouble: boolean } }} Talk
 */

/**
 * @param {import("../scene.mjs").Scene} scene
 * @returns {import("../finding.mjs").Property}
 */
export function nothingLost(scene) {
  const finding = new Finding();
  /** @type {Map<string, Talk>} */
  const talks = new Map();
  /** @type {Set<number>} */
  const rested = new Set();
  const excused = { goodbye: 0, noShow: 0, closed: 0 };
  let unsettled = 0;

  /** @param {string} room */
  function talkIn(room) {
    let talk = talks.get(room);
    if (talk === undefined) {
      talk = {
        sent: [new Map(), new Map()],
        heard: [0, 0],
        joined: new Set(),
        noShow: new Set(),
        ended: new Set(),
      };
      talks.set(room, talk);
    }
    return talk;
  }

  /** @type {Record<string, (line: Line) => void>} */
  const on = {
    send(line) {
      if (!scene.isOwnSeat(line)) return;
      const sent = talkIn(line.room).sent[line.seat - 1];
      const before = sent?.get(line.seq);
      if (before !== undefined) {
        finding.violated(
          `seat ${line.seat} in ${line.room} used seq ${line.seq} twice`,
          before.line,
          line.line,
        );
      } else {
        sent?.set(line.seq, { line: line.line, t: line.t, arrived: false, givenUp: false });
      }
    },
    applied(line) {
      if (!scene.isOthersSeat(line)) return;
      const talk = talkIn(line.room);
      const message = talk.sent[line.from - 1]?.get(line.seq);
      if (message === undefined) return;
      message.arrived = true;
      const at = line.from === 1 ? 0 : 1;
      talk.heard[at] = Math.max(talk.heard[at], line.seq);
    },
    gap(line) {
      if (!scene.isOthersSeat(line)) return;
      const talk = talkIn(line.room);
      const at = line.from === 1 ? 0 : 1;
      const begin = talk.heard[at];
      talk.heard[at] += line.count;
      for (const [seq, message] of talk.sent[at])
        if (seq > begin && seq <= begin + line.count) message.givenUp = true;
      const sender = scene.botAt(line.room, line.from);
      if (sender !== undefined && scene.closed.has(sender)) return;
      finding.violated(
        `${line.count} of seat ${line.from} in ${line.room} given up by bot ${line.bot}`,
        line.line,
      );
    },
    joined(line) {
      const seat = scene.seatOf(line.room, line.bot);
      if (seat !== 0) talkIn(line.room).joined.add(seat);
    },
    leave(line) {
      if (scene.seatOf(line.room, line.bot) === 0 || scene.isResting) return;
      talkIn(line.room).goodbye ??= { t: line.t, trouble: scene.inTrouble(line.t) };
    },
    ended(line) {
      const seat = scene.seatOf(line.room, line.bot);
      const talk = talkIn(line.room);
      if (seat === 0 || talk.ended.has(seat)) return;
      talk.ended.add(seat);
      if (line.reason === "no_show") talk.noShow.add(seat);
    },
    rest(line) {
      rested.add(line.bot);
    },
  };

  /**
   * @param {Talk} talk
   * @param {number} seat
   * @param {Message} message
   * @param {(number | undefined)[]} bots
   * @returns {keyof typeof excused | undefined}
   */
  function excuse(talk, seat, message, bots) {
    const { goodbye } = talk;
    if (
      goodbye !== undefined &&
      (goodbye.trouble || goodbye.t - message.t <= scene.expect.recover_within_ms)
    )
      return "goodbye";
    if (talk.noShow.has(seat) && !talk.joined.has(3 - seat)) return "noShow";
    return bots.some((bot) => bot !== undefined && scene.closed.has(bot)) ? "closed" : undefined;
  }

  /**
   * @param {string} room
   * @param {Talk} talk
   * @param {number} seat
   * @param {boolean} complete
   */
  function judge(room, talk, seat, complete) {
    const bots = [scene.botAt(room, seat), scene.botAt(room, 3 - seat)];
    for (const [seq, message] of talk.sent[seat === 1 ? 0 : 1]) {
      if (!message.arrived) {
        if (message.givenUp) continue;
        const why = excuse(talk, seat, message, bots);
        if (why !== undefined) {
          excused[why] += 1;
          continue;
        }
      }
      finding.checked += 1;
      if (message.arrived || !complete) continue;
      if (bots.every((bot) => bot === undefined || rested.has(bot)))
        finding.violated(`seq ${seq} of seat ${seat} in ${room} never arrived`, message.line);
      else unsettled += 1;
    }
  }

  return {
    see: (line) => on[line.e]?.(line),
    conclude(complete) {
      for (const [room, talk] of talks) {
        judge(room, talk, 1, complete);
        judge(room, talk, 2, complete);
      }
      for (const [why, count] of Object.entries(excused))
        if (count > 0) finding.notes.push(`${why}: ${count} not counted`);
      if (finding.checked === 0) finding.reasons.push("no message that had to arrive");
      if (unsettled > 0) finding.reasons.push(`${unsettled} missing of bots without a rest line`);
      return finding;
    },
  };
}
