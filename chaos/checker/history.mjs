// A history, line by line, past all properties; and the verdict on it.
import { readLine } from "./events.mjs";
import { Arrivals } from "./properties/arrivals.mjs";
import { comesBack } from "./properties/comes_back.mjs";
import { inOrder, nothingDoubled, nothingInvented } from "./properties/in_the_room.mjs";
import { logAgrees } from "./properties/log_agrees.mjs";
import { nothingLost } from "./properties/nothing_lost.mjs";
import { pairingExclusive, pairingSymmetric } from "./properties/pairing.mjs";
import { Scene } from "./scene.mjs";

/** @typedef {import("./events.mjs").Line} Line */
/** @typedef {"held" | "violated" | "unknown"} Outcome */
/**
 * @typedef {{ verdict: Outcome, checked: number, violations: number, first: { what: string, lines: number[] }[],
 *   reasons: string[], notes: string[] }} Property
 * @typedef {{ verdict: Outcome, lines: number, reasons: string[], properties: Record<string, Property> }} Verdict
 */

export class HistoryCheck {
  #scene = new Scene();
  #arrivals = new Arrivals(this.#scene);
  /** @type {[string, import("./finding.mjs").Property][]} */
  #properties = [
    ["nothing_lost", nothingLost(this.#arrivals)],
    ["nothing_doubled", nothingDoubled(this.#arrivals)],
    ["in_order", inOrder(this.#arrivals)],
    ["pairing_exclusive", pairingExclusive(this.#scene)],
    ["pairing_symmetric", pairingSymmetric(this.#scene)],
    ["nothing_invented", nothingInvented(this.#arrivals)],
    ["log_agrees", logAgrees(this.#arrivals)],
    ["comes_back", comesBack(this.#scene)],
  ];
  #lines = 0;
  #t = 0;
  #steady = false;
  #unreadable = "";

  /** @param {string} content the next line, without its newline */
  take(content) {
    this.#lines += 1;
    if (this.#unreadable !== "") return;
    const line = readLine(content, this.#lines);
    const wrong = typeof line === "string" ? line : this.#misplaced(line);
    if (typeof line === "string" || wrong !== undefined) {
      this.#unreadable = `line ${this.#lines}: ${wrong}`;
      return;
    }
    this.#t = line.t;
    if (line.e === "phase" && line.name === "steady" && !this.#scene.phases.has("load"))
      this.#steady = true;
    for (const [, property] of this.#properties) property.see(line);
    this.#arrivals.take(line);
    this.#scene.take(line);
  }

  /** @param {Line} line */
  #misplaced(line) {
    if ((line.e === "run") !== (this.#lines === 1)) return "the run line is the first, and only it";
    if (line.e === "run" && line.format !== 1) return `format ${line.format}`;
    if (line.t < this.#t) return "t goes back";
    if (this.#scene.phases.has("end")) return "after the end";
    if (line.bot !== undefined && line.e !== "run" && line.bot >= this.#scene.bots)
      return `no bot ${line.bot}`;
    return undefined;
  }

  #reasons() {
    if (this.#lines === 0) return ["an empty history"];
    const scene = this.#scene;
    const reasons = [];
    if (this.#unreadable !== "") reasons.push(this.#unreadable);
    if (!scene.phases.has("end")) reasons.push("no phase end");
    if (!this.#steady) reasons.push("no steady state before the load");
    for (const [n, line] of scene.standing) reasons.push(`fault ${n} (line ${line}) never healed`);
    const struck = scene.faults + scene.strikes;
    if (struck < (scene.expect.strikes_at_least ?? 0)) reasons.push(`only ${struck} strikes`);
    return reasons;
  }

  /** @returns {Verdict} */
  finish() {
    const scene = this.#scene;
    const complete =
      this.#unreadable === "" && scene.phases.has("end") && scene.standing.size === 0;
    const reasons = this.#reasons();
    /** @type {Record<string, Property>} */
    const properties = {};
    /** @type {Set<Outcome>} */
    const said = new Set();
    for (const [name, property] of this.#properties) {
      const found = property.conclude(complete);
      const verdict = found.verdict === "held" && reasons.length > 0 ? "unknown" : found.verdict;
      said.add(verdict);
      properties[name] = { ...found, verdict };
    }
    const verdict = said.has("violated") ? "violated" : said.has("unknown") ? "unknown" : "held";
    return { verdict, lines: this.#lines, reasons, properties };
  }
}
