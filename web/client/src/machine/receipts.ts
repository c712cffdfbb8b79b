// When to send a receipt: at once when idle, gathered while entries stream in.

export class Receipts {
  owed = false;
  #earliest = 0;

  constructor(private readonly spacingMs: number) {}

  /** Something was applied, or somebody seems not to know. */
  owe(): void {
    this.owed = true;
  }
  /** A join has just said it all. */
  settle(): void {
    this.owed = false;
  }
  /** The service refused a receipt: it goes again after the pause. */
  refused(retryMs: number, now: number): void {
    this.owed = true;
    this.#earliest = now + retryMs;
  }
  deadline(): number {
    return this.owed ? this.#earliest : Number.POSITIVE_INFINITY;
  }
  /** True when a receipt must be sent now; it counts as sent. */
  due(now: number): boolean {
    if (now < this.deadline()) return false;
    this.owed = false;
    this.#earliest = now + this.spacingMs;
    return true;
  }
}
