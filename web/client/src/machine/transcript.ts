// Everything said in a room, oldest first: all of it in memory, the newest part in the tab's storage.
import type { Message, MessageStatus, TranscriptItem } from "../types.js";
import type { Content } from "../wire/said.js";
import type { Effects } from "./actions.js";
import { changed, fromStored, toStored } from "./items.js";
import type { Moved, Outbox } from "./outbox.js";
import { keys, type StoredItem } from "./store.js";

const mostKept = 5_000;
const mostStored = 500;
const ticks: readonly MessageStatus[] = ["waiting", "stored", "delivered", "seen"];

export class Transcript {
  #items: TranscriptItem[] = [];
  #view: readonly TranscriptItem[] | null = null;
  /** The storage holds items `first` to `next - 1`; the last of `#items` is `next - 1`. */
  first: number;
  next: number;

  constructor(
    private readonly effects: Effects,
    first = 0,
    next = first,
  ) {
    this.first = first;
    this.next = next;
  }

  /** A new array after each change, the same one until then. */
  get view(): readonly TranscriptItem[] {
    this.#view ??= [...this.#items];
    return this.#view;
  }

  add(item: TranscriptItem): void {
    this.#append(item);
    this.effects.save(keys.item(this.next), toStored(item));
    this.next += 1;
    if (this.next - this.first > mostStored) this.#forget(this.first + 1);
  }

  /** What the storage has already. */
  readmit(stored: readonly StoredItem[], seat: number, outbox: Outbox): void {
    const first = this.next - stored.length;
    stored.forEach((item, index) => {
      this.#append(fromStored(item, first + index, seat, outbox));
    });
  }

  /** Somebody's messages are in it. */
  isBy(seat: number): boolean {
    return this.#items.some((item) => item.kind === "message" && item.from === seat);
  }

  /** What stands at this place; places are for ever, those long past may be empty. */
  at(place: number): TranscriptItem | undefined {
    return this.#items[this.#items.length - (this.next - place)];
  }

  /** The message that an edit or a delete may change; null: it is void. */
  changeable(from: number, of: number, kind: Content["kind"]): Message | null {
    const item = this.#items[this.#find(from, of)];
    if (item?.kind !== "message" || item.removed) return null;
    return kind === "edit" && (item.question ?? item.image ?? item.file) !== null ? null : item;
  }

  /** An edit or a delete by the seat `from`; what it has made of the message. */
  change(from: number, revision: number, content: Content): Message | null {
    const { kind, of = 0 } = content;
    const was = this.changeable(from, of, kind);
    const is = was && changed(was, revision, content);
    if (is !== null) this.#replace(this.#find(from, of), is);
    return is;
  }

  /** What the service says of the own message, or its edit, `seq`; null when it says something else by now. */
  amend(seq: number, amendOf: (was: Message) => Partial<Message>): Message | null {
    const index = this.#items.findLastIndex(
      (item) => item.kind === "message" && item.mine && item.revision === seq && !item.removed,
    );
    const was = this.#items[index] as Message | undefined;
    if (was === undefined) return null;
    const is = { ...was, ...amendOf(was) };
    this.#replace(index, is);
    return is;
  }

  /** Own messages up to `upTo` have this tick now. */
  mark(status: MessageStatus, upTo: number): void {
    this.#items.forEach((item, index) => {
      if (item.kind !== "message" || !item.mine || item.revision > upTo) return;
      if (ticks.indexOf(item.status) >= ticks.indexOf(status)) return;
      this.#items[index] = { ...item, status, held: false };
      this.#view = null;
    });
  }

  /** Own messages have got other numbers. */
  renumber({ above, by }: Moved): void {
    this.#items.forEach((item, index) => {
      if (item.kind !== "message" || !item.mine || item.revision <= above) return;
      const seq = item.seq > above ? item.seq + by : item.seq;
      const revision = item.revision + by;
      this.#replace(index, { ...item, seq, revision, key: `${item.from}:${seq}` });
    });
  }

  /** Saves again all that the storage should hold. */
  saveAll(): void {
    const places = this.next - this.first;
    this.#items.slice(-places || this.#items.length).forEach((item, index) => {
      this.effects.save(keys.item(this.first + index), toStored(item));
    });
  }

  /** Makes room in the storage by giving up the older half of what it holds; false when there is nothing left. */
  shed(): boolean {
    if (this.first === this.next) return false;
    this.#forget(Math.ceil((this.first + this.next) / 2));
    return true;
  }

  #find(from: number, seq: number): number {
    const key = `${from}:${seq}`;
    return this.#items.findLastIndex((item) => item.key === key);
  }
  #replace(index: number, item: TranscriptItem): void {
    this.#items[index] = item;
    this.#view = null;
    const place = this.next - (this.#items.length - index);
    if (place >= this.first) this.effects.save(keys.item(place), toStored(item));
  }
  #append(item: TranscriptItem): void {
    this.#items.push(item);
    if (this.#items.length > mostKept) this.#items.shift();
    this.#view = null;
  }

  #forget(first: number): void {
    for (; this.first < first; this.first += 1) this.effects.erase(keys.item(this.first));
  }
}
