// When to send `sync` on a connection, and when a missing answer makes it dead.

const interval = 5_000;
const timeout = 5_000;
/** A request without an answer for so long makes a `sync` due at once. */
const suspicion = 2_000;
/** Patience after the browser said that the network or the tab is back. */
const probeTimeout = 2_000;

export class Heartbeat {
  #last: number;
  #deadAt = Number.POSITIVE_INFINITY;
  #next: number;
  #patience = timeout;

  constructor(now: number) {
    this.#last = now;
    this.#next = now; // the first one at once: it gives the clock offset
  }

  /** `oldest`: since when the oldest request waits for its answer, +∞ when none does. */
  deadline(oldest: number): number {
    if (this.#deadAt !== Number.POSITIVE_INFINITY) return this.#deadAt;
    return Math.min(this.#next, Math.max(oldest, this.#last) + suspicion);
  }

  due(now: number, oldest: number): "sync" | "dead" | null {
    if (now < this.deadline(oldest)) return null;
    if (now >= this.#deadAt) return "dead";
    this.#last = now;
    this.#deadAt = now + this.#patience;
    return "sync";
  }

  /** Asks for a `sync` at once, with less time for its answer; so has the one under way. */
  probe(now: number): void {
    this.#patience = probeTimeout;
    if (this.#deadAt === Number.POSITIVE_INFINITY) this.#next = now;
    else this.#deadAt = Math.min(this.#deadAt, now + probeTimeout);
  }

  answered(now: number): void {
    this.#patience = timeout;
    this.#deadAt = Number.POSITIVE_INFINITY;
    this.#last = now;
    this.#next = now + interval;
  }
}
