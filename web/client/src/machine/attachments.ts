// The bytes of images and files that are not delivered yet: kept so that a service that has lost them gets them again.
// After each join, and when the service has its storage back, they are looked up; those that are to be sent go after that.
// What a page before a reload had is not here.
import type { Outbox } from "./outbox.js";

export class Attachments {
  readonly #kept = new Map<string, Blob>();
  #unchecked = new Set<string>();
  /** The room has all messages up to this one. */
  #accepted = 0;
  /** Grows with each doubt: what an earlier look has found says nothing any more. */
  round = 0;

  constructor(private readonly outbox: Outbox) {}

  /** Uploaded, in a round that may be over by now. */
  keep(id: string, blob: Blob, round: number): void {
    this.#kept.set(id, blob);
    if (round !== this.round) this.#unchecked.add(id);
  }
  of(id: string): Blob | undefined {
    return this.#kept.get(id);
  }

  /** What is kept for it is not what it was. */
  lose(id: string): void {
    this.#kept.delete(id);
  }

  joined(accepted: number): void {
    this.#accepted = accepted;
    this.doubt();
  }
  /** Each file is to be looked up (again). */
  doubt(): void {
    this.round += 1;
    this.forget();
    this.#unchecked = new Set(this.#kept.keys());
  }
  /** The file to look up next. */
  get unchecked(): readonly [id: string, blob: Blob] | null {
    for (const entry of this.#kept) if (this.#unchecked.has(entry[0])) return entry;
    return null;
  }
  /** Found, or there again, in this round; null: given up. */
  checked(id: string, round: number | null): void {
    if (round !== null && round !== this.round) return;
    this.#unchecked.delete(id);
    this.forget();
  }

  /** What is delivered and not in doubt is not kept: the partner may fetch it later than its message. */
  forget(): void {
    if (this.#kept.size === 0) return;
    const owed = new Set([...this.outbox.entries()].map(([, { file }]) => file?.id));
    for (const id of this.#kept.keys()) {
      if (!owed.has(id) && !this.#unchecked.has(id)) this.#kept.delete(id);
    }
  }

  /** The last message that may go: none from the first one on whose file is in doubt. */
  last(): number {
    if (this.#unchecked.size === 0) return this.outbox.last;
    for (const [seq, { file }] of this.outbox.entries()) {
      if (file && seq > this.#accepted && this.#unchecked.has(file.id)) return seq - 1;
    }
    return this.outbox.last;
  }
}
