// A clock that moves only when a test says so, and runs what is due in order.
import type { Clock } from "../../src/index.js";

interface Due {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

export class VirtualTime implements Clock {
  #now: number;
  #order = 0;
  #due: Due[] = [];

  constructor(start = 1_790_000_000_000) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  after(delayMs: number, run: () => void): () => void {
    const due = { at: this.#now + Math.max(0, delayMs), order: this.#order++, run };
    this.#due.push(due);
    return () => {
      this.#due = this.#due.filter((other) => other !== due);
    };
  }

  /** Runs everything that becomes due within so many ms. */
  pass(ms: number): void {
    const end = this.#now + ms;
    for (let steps = 0; this.#runNext(end); steps += 1) {
      if (steps > 200_000) throw new Error("the clock spins");
    }
    this.#now = end;
  }

  /** The same, with all that promises do on the way. */
  async flow(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (let steps = 0, more = true; more; steps += 1) {
      if (steps > 20_000) throw new Error("the clock spins");
      await new Promise((resolve) => setImmediate(resolve));
      more = this.#runNext(end);
    }
    this.#now = end;
  }

  #runNext(end: number): boolean {
    const next = this.#due
      .filter(({ at }) => at <= end)
      .reduce<Due | null>((first, due) => (first && before(first, due) ? first : due), null);
    if (next === null) return false;
    this.#due = this.#due.filter((other) => other !== next);
    this.#now = Math.max(this.#now, next.at);
    next.run();
    return true;
  }

  /** As `until`, with all that promises do. */
  async flowUntil(holds: () => boolean, withinMs: number): Promise<void> {
    for (const end = this.#now + withinMs; !holds(); await this.flow(50)) {
      if (this.#now >= end) throw new Error(`not within ${withinMs} ms`);
    }
  }

  /** Until the condition holds, looked at every so many ms; throws when it does not within so many. */
  until(holds: () => boolean, withinMs: number, everyMs = 50): void {
    for (const end = this.#now + withinMs; !holds(); this.pass(everyMs)) {
      if (this.#now >= end) throw new Error(`not within ${withinMs} ms`);
    }
  }
}

const before = (a: Due, b: Due) => a.at < b.at || (a.at === b.at && a.order < b.order);
