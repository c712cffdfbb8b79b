// Exponential backoff with full jitter: how long to wait before the next try. It never gives up.

/** A connection that lived for so many ms was a success; quicker ends count as failures. */
export const stableAfter = 1_000;

const base = 100; // a second try in a row still belongs to the same blink
const cap = 10_000;

export class Backoff {
  /** How many tries have failed since the last success. */
  attempt = 0;

  constructor(private readonly random: () => number) {}

  next(): number {
    const ceiling = Math.min(cap, base * 2 ** Math.min(this.attempt, 16));
    this.attempt += 1;
    return this.random() * ceiling;
  }
  /** After a pause that a service asked for: it asks many for the same, who should not all come back at once. */
  after(pauseMs = 0): number {
    return pauseMs * (1 + this.random() / 4) + this.next();
  }
  reset(): void {
    this.attempt = 0;
  }
}
