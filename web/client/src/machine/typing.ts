// One's own typing signals, spared: at most one "on" in 2 s, and "off" by itself after 5 s without a key.

const spacing = 2_000;
const expiry = 5_000;

export class TypingSignal {
  #on = false;
  #until = 0;
  #again = 0;

  /** What to tell the others, or null. */
  set(on: boolean, now: number): boolean | null {
    const was = this.#on;
    this.#on = on;
    if (!on) return was ? false : null;
    this.#until = now + expiry;
    if (now < this.#again) return null;
    this.#again = now + spacing;
    return true;
  }
  /** A message or a new connection has cleared it everywhere. */
  cleared(): void {
    this.#on = false;
    this.#again = 0;
  }
  deadline(): number {
    return this.#on ? this.#until : Number.POSITIVE_INFINITY;
  }
  /** True when "off" is to be told. */
  due(now: number): boolean {
    if (now < this.deadline()) return false;
    this.#on = false;
    return true;
  }
}
