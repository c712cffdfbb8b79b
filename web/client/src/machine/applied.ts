// For each other seat the highest seq that this client has applied: what it resumes from and what it confirms.
import type { VersionVector } from "../wire/heard.js";

export class Applied {
  #seqs: Record<string, number>;

  constructor(seqs: VersionVector = {}) {
    this.#seqs = { ...seqs };
  }

  of(seat: number): number {
    return this.#seqs[seat] ?? 0;
  }
  get vector(): VersionVector {
    return { ...this.#seqs };
  }

  /** `doubled` is dropped, a `hole` is never jumped, `next` has become part of what is applied. */
  apply(seat: number, seq: number): "next" | "doubled" | "hole" {
    const expected = this.of(seat) + 1;
    if (seq !== expected) return seq < expected ? "doubled" : "hole";
    this.#seqs[seat] = seq;
    return "next";
  }

  /** What lies below `base` is not to be had; the range that is given up, or null. */
  giveUpBelow(seat: number, base: number): { first: number; last: number } | null {
    const first = this.of(seat) + 1;
    if (base <= first) return null;
    this.#seqs[seat] = base - 1;
    return { first, last: base - 1 };
  }
}
