// Leaving: the node is told once it has stored all that was written, or not at all when that takes too long.
import type { Outbox } from "./outbox.js";

const patience = 10_000;
const never = Number.POSITIVE_INFINITY;

export class Departure {
  #until = never;
  #told = false;

  begin(now: number): void {
    this.#until = now + patience;
  }
  /** A new connection has not heard of it. */
  reconnected(): void {
    this.#told = false;
  }
  /** True once for each connection, when `leave` is to be said. */
  ready(outbox: Outbox): boolean {
    if (this.#until === never || this.#told || outbox.stored < outbox.last) return false;
    this.#told = true;
    return true;
  }
  deadline(): number {
    return this.#until;
  }
  expired(now: number): boolean {
    if (now < this.#until) return false;
    this.#until = never;
    return true;
  }
}
