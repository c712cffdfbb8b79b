// One process that is kept running: started, watched, started again with backoff when it dies, stopped when asked.
import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { becomesReady } from "./ready.mjs";

/**
 * @typedef {object} Spec
 * @property {string} name "node-0"
 * @property {string} program
 * @property {readonly string[]} args
 * @property {string} address what it listens on, "127.0.0.1:20001"
 * @property {string} [admin] its admin door, if it has one
 * @property {import("./ready.mjs").Probe} isReady
 */

const readyWithinMs = 20_000;
const stopWithinMs = 5_000;
const firstDelayMs = 200;
const longestDelayMs = 10_000;
// One that has run for so long has recovered: its next death begins the backoff anew.
const healthyAfterMs = 30_000;

/**
 * @param {number} deaths in a row, 1 for the first
 * @returns {number} how long to wait before the next start
 */
export function backoffMs(deaths) {
  return Math.min(longestDelayMs, firstDelayMs * 2 ** (deaths - 1));
}

export class Child {
  /** @type {import("node:child_process").ChildProcess | undefined} */
  #process;
  /** @type {"starting" | "running" | "stopping"} */
  #phase = "starting";
  #startedAt = 0;
  #deaths = 0;
  /** @type {NodeJS.Timeout | undefined} */
  #restart;
  /** @type {() => void} */
  #onGone = () => {};

  /**
   * @param {Spec} spec
   * @param {string} logFile where what it prints goes, appended
   * @param {(text: string) => void} tell
   */
  constructor(spec, logFile, tell) {
    this.spec = spec;
    this.logFile = logFile;
    this.tell = tell;
  }

  get pid() {
    return this.#process?.pid;
  }

  /** Starts it for the first time. Throws when it is not ready in time or ends: it would do so again. */
  async start() {
    this.#spawn();
    if (!(await this.#becomesReady())) {
      throw new Error(
        `${this.spec.name} did not start; the end of ${this.logFile}:\n${this.#tail()}`,
      );
    }
    this.#phase = "running";
  }

  /** SIGTERM, and SIGKILL to its whole group when it takes too long. Resolves when it is gone. */
  async stop() {
    this.#phase = "stopping";
    clearTimeout(this.#restart);
    if (!this.#process) return;
    const gone = new Promise((resolve) => {
      this.#onGone = () => resolve(undefined);
    });
    const deadline = setTimeout(() => {
      this.tell(`${this.spec.name} does not stop: killed`);
      this.kill();
    }, stopWithinMs);
    this.#process.kill("SIGCONT"); // one that was frozen could not hear
    this.#process.kill("SIGTERM");
    await gone;
    clearTimeout(deadline);
  }

  kill() {
    if (this.pid) killGroup(this.pid);
  }

  #spawn() {
    const log = openSync(this.logFile, "a");
    // In a group of its own, so that Ctrl-C reaches only us and the order of stopping is ours; and told by the kernel
    // to stop should we be killed outright.
    const child = spawn(
      "setpriv",
      ["--pdeathsig", "TERM", "--", this.spec.program, ...this.spec.args],
      {
        stdio: ["ignore", log, log],
        detached: true,
      },
    );
    closeSync(log);
    this.#process = child;
    this.#startedAt = Date.now();
    child.once("error", (error) => this.#ended(child, error.message));
    child.once("exit", (code, signal) => this.#ended(child, signal ?? `exit ${code}`));
  }

  /**
   * @param {import("node:child_process").ChildProcess} child
   * @param {string} how
   */
  #ended(child, how) {
    if (this.#process !== child) return;
    this.#process = undefined;
    // Those that it started itself (nginx its workers) would keep its port.
    if (child.pid) killGroup(child.pid);
    this.#onGone();
    if (this.#phase === "running") this.#startLater(how);
  }

  /** @param {string} how it died */
  #startLater(how) {
    if (Date.now() - this.#startedAt > healthyAfterMs) this.#deaths = 0;
    const delay = backoffMs(++this.#deaths);
    this.tell(`${this.spec.name} died (${how}); started again in ${delay} ms`);
    this.#restart = setTimeout(() => void this.#startAgain(), delay);
  }

  async #startAgain() {
    this.#spawn();
    const child = this.#process;
    const isReady = await this.#becomesReady();
    if (this.#phase !== "running" || this.#process !== child) return;
    this.tell(
      isReady
        ? `${this.spec.name} is back (pid ${child?.pid})`
        : `${this.spec.name} runs but is not ready yet: see ${this.logFile}`,
    );
  }

  #becomesReady() {
    const child = this.#process;
    const isOver = () => this.#phase === "stopping" || this.#process !== child;
    return becomesReady(this.spec.isReady, isOver, readyWithinMs);
  }

  #tail() {
    return readFileSync(this.logFile, "utf8").trimEnd().split("\n").slice(-5).join("\n");
  }
}

/** @param {number} leader */
function killGroup(leader) {
  try {
    process.kill(-leader, "SIGKILL");
  } catch {
    // Nobody of the group is left.
  }
}
