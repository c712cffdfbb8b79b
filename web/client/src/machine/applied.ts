// For each other seat the highest seq that this client has applied: what it resumes from and what it confirms.
import type { VersionVector } from "../wire/heard.js";

/** Of so many seats a vector tells: in a named room more may have come and gone. */
const mostTold = 250;
/** Of so many it is known what was applied, so that nothing of them is shown twice. */
const mostKept = 2_000;

export class Applied {
  /** Who was heard last stands last. */
  readonly #seqs: Map<number, number>;
  /** Since the last receipt; null: somebody seems not to know what it had said. */
  #news: Record<string, number> | null = null;

  constructor(
    seqs: VersionVector = {},
    /** Whose vectors come first: who is there. */
    private readonly isHere: (seat: number) => boolean = () => true,
  ) {
    this.#seqs = new Map(Object.entries(seqs).map(([seat, seq]) => [Number(seat), seq]));
  }

  of(seat: number): number {
    return this.#seqs.get(seat) ?? 0;
  }
  /** All of it, for the storage. */
  get vector(): VersionVector {
    return Object.fromEntries(this.#seqs);
  }
  /** For the service. Of whom it does not tell is sent again what is known already, and dropped. */
  get told(): VersionVector {
    if (this.#seqs.size <= mostTold) return this.vector;
    const newest = [...this.#seqs].reverse();
    const here = newest.filter(([seat]) => this.isHere(seat));
    const gone = newest.filter(([seat]) => !this.isHere(seat));
    return Object.fromEntries([...here, ...gone].slice(0, mostTold));
  }

  /** `doubled` is dropped, a `hole` is never jumped, `next` has become part of what is applied. */
  apply(seat: number, seq: number): "next" | "doubled" | "hole" {
    const expected = this.of(seat) + 1;
    if (seq !== expected) return seq < expected ? "doubled" : "hole";
    this.#set(seat, seq);
    if (this.#news) this.#news[seat] = seq;
    return "next";
  }

  /** The next receipt says it all. */
  doubt(): void {
    this.#news = null;
  }
  /** A join has said it all. */
  settle(): void {
    this.#news = {};
  }
  /** What the next receipt says; it counts as said. */
  receipt(): VersionVector {
    const news = this.#news ?? {};
    this.settle();
    return Object.keys(news).length > 0 ? news : this.told;
  }

  /** What lies below `base` is not to be had; the range that is given up, or null. */
  giveUpBelow(seat: number, base: number): { first: number; last: number } | null {
    const first = this.of(seat) + 1;
    if (base <= first) return null;
    this.#set(seat, base - 1);
    return { first, last: base - 1 };
  }

  #set(seat: number, seq: number): void {
    this.#seqs.delete(seat);
    this.#seqs.set(seat, seq);
    const [oldest] = this.#seqs.keys();
    if (this.#seqs.size > mostKept && oldest !== undefined) this.#seqs.delete(oldest);
  }
}
