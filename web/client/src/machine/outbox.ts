// What this client has sent and not every other member has confirmed: the truth of the conversation until then.
import { maxOutbox } from "../wire/limits.js";

export class Outbox {
  /** In order of seq. */
  readonly #texts: Map<number, string>;

  /**
   * `next`: the seq of the next message. `stored`, `confirmed`: the highest seq with one tick, with two.
   */
  constructor(
    public next = 1,
    public stored = 0,
    public confirmed = 0,
    texts: Iterable<readonly [number, string]> = [],
  ) {
    this.#texts = new Map(texts);
  }

  get size(): number {
    return this.#texts.size;
  }
  get full(): boolean {
    return this.size >= maxOutbox;
  }
  get last(): number {
    return this.next - 1;
  }
  /** The `next` of a join: the lowest seq that is not confirmed. All below it is delivered. */
  get first(): number {
    for (const seq of this.#texts.keys()) return seq;
    return this.next;
  }
  text(seq: number): string | undefined {
    return this.#texts.get(seq);
  }
  entries(): Iterable<readonly [number, string]> {
    return this.#texts;
  }

  add(text: string): number {
    this.#texts.set(this.next, text);
    return this.next++;
  }

  /** The log has all up to `seq`. True when that is news. */
  store(seq: number): boolean {
    const upTo = Math.min(seq, this.last);
    if (upTo <= this.stored) return false;
    this.stored = upTo;
    return true;
  }

  /** Every other member has applied all up to `seq`; what is gone from the outbox. A lie about the future is cut. */
  confirm(seq: number): number[] {
    const upTo = Math.min(seq, this.last);
    if (upTo <= this.confirmed) return [];
    const gone = [...this.#texts.keys()].filter((key) => key <= upTo);
    for (const key of gone) this.#texts.delete(key);
    this.confirmed = upTo;
    this.stored = Math.max(this.stored, upTo);
    return gone;
  }

  /** The room knows more of this seat than this tab has used (a copy of the tab wrote): no seq is used twice. */
  skipTo(accepted: number): void {
    this.next = Math.max(this.next, accepted + 1);
  }
}
