// Within a stated time after the last fault everything is as it was before.
import { Finding } from "../finding.mjs";

/** @typedef {import("../events.mjs").Line} Line */

/**
 * @param {import("../scene.mjs").Scene} scene
 * @returns {import("../finding.mjs").Property}
 */
export function comesBack(scene) {
  const finding = new Finding();
  /** Bot → its last `seek`, and its `rest`. @type {Map<number, Line>} */
  const seeks = new Map();
  /** @type {Map<number, Line>} */
  const rests = new Map();
  /** Process → its reading. @type {Map<string, Line>} */
  const base = new Map();
  /** @type {Map<string, Line>} */
  const end = new Map();

  function judgeBots() {
    const resting = scene.phases.get("rest");
    if (resting === undefined) {
      finding.reasons.push("no phase rest");
      return;
    }
    const since = Math.max(resting, scene.lastHealed);
    /** Pool → lines of those that wait too long. @type {Map<string, number[]>} */
    const waiting = new Map();
    for (const rest of rests.values()) {
      finding.checked += 1;
      judgeBot(rest, since);
      const seek = seeks.get(rest.bot);
      const waited = rest.t - (seek?.t ?? 0);
      if (rest.state !== "seeking" || waited <= scene.expect.recover_within_ms) continue;
      const pool = seek?.pool ?? "";
      waiting.set(pool, [...(waiting.get(pool) ?? []), rest.line]);
    }
    for (const lines of waiting.values())
      if (lines.length > 1) finding.violated(`${lines.length} wait for each other`, ...lines);
    let missing = 0;
    for (let bot = 0; bot < scene.bots; bot += 1)
      if (!rests.has(bot) && !scene.closed.has(bot)) missing += 1;
    if (missing > 0) finding.reasons.push(`${missing} bots without a rest line`);
  }

  /**
   * @param {Line} rest
   * @param {number} since
   */
  function judgeBot(rest, since) {
    const late = rest.t - since > scene.expect.recover_within_ms;
    if (late) finding.violated(`bot ${rest.bot} rests ${rest.t - since} ms after`, rest.line);
    const away = rest.state === "connecting" || rest.state === "reconnecting";
    if ((away || rest.state === "joined") && rest.outbox > 0)
      finding.violated(`bot ${rest.bot} has ${rest.outbox} in its outbox`, rest.line);
    if (away || rest.state === "failed")
      finding.violated(`bot ${rest.bot} is ${rest.state}`, rest.line);
  }

  function judgeProcesses() {
    const { memory_growth_bytes: memory, descriptor_growth: descriptors } = scene.expect;
    if (memory === undefined && descriptors === undefined) return;
    if (base.size === 0) finding.reasons.push("no process was read at its base");
    for (const [name, before] of base) {
      const after = end.get(name);
      if (after === undefined) {
        finding.reasons.push(`${name} was not read at the end`);
        continue;
      }
      if (memory !== undefined && after.rss_bytes - before.rss_bytes > memory)
        finding.violated(`the memory of ${name}`, before.line, after.line);
      if (descriptors !== undefined && after.fds - before.fds > descriptors)
        finding.violated(`the descriptors of ${name}`, before.line, after.line);
    }
  }

  return {
    see(line) {
      if (line.e === "seek") seeks.set(line.bot, line);
      else if (line.e === "rest") rests.set(line.bot, line);
      else if (line.e === "process") (line.when === "base" ? base : end).set(line.name, line);
    },
    conclude(complete) {
      if (complete) {
        judgeBots();
        judgeProcesses();
      }
      if (finding.checked === 0) finding.reasons.push("no bot was seen at rest");
      return finding;
    },
  };
}
