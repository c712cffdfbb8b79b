// When to send a receipt: at once when idle, gathered while entries stream in.

const spacing = 100;

export class Receipts {
  #dirty = false;
  #earliest = 0;

  /** Something was applied, or somebody seems not to know. */
  owe(): void {
    this.#dirty = true;
  }
  /** A join has just said it all. */
  settle(): void {
    this.#dirty = false;
  }
  /** The service refused a receipt: it goes again after the pause. */
  refused(retryMs: number, now: number): void {
    this.#dirty = true;
    this.#earliest = now + retryMs;
  }
  deadline(): number {
    return this.#dirty ? this.#earliest : Number.POSITIVE_INFINITY;
  }
  /** True when a receipt must be sent now; it counts as sent. */
  due(now: number): boolean {
    if (now < this.deadline()) return false;
    this.#dirty = false;
    this.#earliest = now + spacing;
    return true;
  }
}
