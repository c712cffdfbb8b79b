// What this client has sent and not every other member has confirmed: the truth of the conversation until then.
import { maxOutbox } from "../wire/limits.js";
import type { Content } from "../wire/said.js";

/** Own messages above a seq have got numbers that are higher by so much. */
export interface Moved {
  readonly above: number;
  readonly by: number;
}

export class Outbox {
  /** In order of seq. */
  readonly #contents: Map<number, Content>;
  /** The highest seq that may have left this tab; of what was there before a reload nobody knows. */
  #tried: number;

  /**
   * `next`: the seq of the next message. `stored`, `confirmed`, `seen`: the highest seq with each tick.
   */
  constructor(
    public next = 1,
    public stored = 0,
    public confirmed = 0,
    public seen = 0,
    contents: Iterable<readonly [number, Content]> = [],
  ) {
    this.#contents = new Map(contents);
    this.#tried = next - 1;
  }

  get size(): number {
    return this.#contents.size;
  }
  get full(): boolean {
    return this.size >= maxOutbox;
  }
  get last(): number {
    return this.next - 1;
  }
  /** The `next` of a join: the lowest seq that is not confirmed. All below it is delivered. */
  get first(): number {
    for (const seq of this.#contents.keys()) return seq;
    return this.next;
  }
  entries(): Iterable<readonly [number, Content]> {
    return this.#contents;
  }

  add(content: Content): number {
    this.#contents.set(this.next, content);
    return this.next++;
  }

  /** The log has all up to `seq`. True when that is news. */
  store(seq: number): boolean {
    const upTo = Math.min(seq, this.last);
    if (upTo <= this.stored) return false;
    this.stored = upTo;
    return true;
  }

  /** Every other member has applied all up to `seq`; what is gone from the outbox, null when it is no news. A lie about the future is cut. */
  confirm(seq: number): number[] | null {
    const upTo = Math.min(seq, this.last);
    if (upTo <= this.confirmed) return null;
    const gone = [...this.#contents.keys()].filter((key) => key <= upTo);
    for (const key of gone) this.#contents.delete(key);
    this.confirmed = upTo;
    this.stored = Math.max(this.stored, upTo);
    return gone;
  }

  /** Every other member has seen all up to `seq`. True when that is news. */
  see(seq: number): boolean {
    const upTo = Math.min(seq, this.confirmed);
    if (upTo <= this.seen) return false;
    this.seen = upTo;
    return true;
  }

  /** Goes over a connection now. */
  try(seq: number): Content | undefined {
    this.#tried = Math.max(this.#tried, seq);
    return this.#contents.get(seq);
  }

  /**
   * The room has messages of this seat that never left this tab: a copy of the tab wrote them. No seq is used twice:
   * what was not tried yet gets the numbers that follow. Tells what moved.
   */
  yieldTo(accepted: number): Moved | null {
    const above = this.#tried;
    const by = accepted - above;
    if (by <= 0) return null;
    const moved = [...this.#contents].filter(([seq]) => seq > above);
    for (const [seq] of moved) this.#contents.delete(seq);
    for (const [seq, content] of moved) this.#contents.set(seq + by, follow(content, above, by));
    this.#tried = accepted;
    this.next += by;
    return moved.length > 0 ? { above, by } : null;
  }
}

/** What names a message that has moved names it where it is now. */
const follow = (content: Content, above: number, by: number): Content =>
  content.of !== undefined && content.of > above ? { ...content, of: content.of + by } : content;
