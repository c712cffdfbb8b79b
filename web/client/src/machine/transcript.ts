// Everything said in a room, oldest first: all of it in memory, the newest part in the tab's storage.
import type { Gap, Message, MessageStatus, TranscriptItem } from "../types.js";
import type { Effects } from "./actions.js";
import type { Moved, Outbox } from "./outbox.js";
import { keys, type StoredItem } from "./store.js";

const mostKept = 5_000;
const mostStored = 500;

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
    for (const [from, first, third, text] of stored) {
      if (text === undefined) this.#append(makeGap(from, first, third));
      else {
        const status = from === seat ? tick(first, outbox) : "received";
        this.#append(makeMessage(from, first, text, third, status));
      }
    }
  }

  /** Own messages up to `upTo` have this tick now. */
  mark(status: "stored" | "delivered", upTo: number): void {
    for (let index = this.#items.length - 1; index >= 0; index -= 1) {
      const item = this.#items[index];
      if (item?.kind !== "message" || !item.mine || item.seq > upTo) continue;
      if (item.status === status || item.status === "delivered") break;
      this.#items[index] = { ...item, status };
      this.#view = null;
    }
  }

  /** Own messages have got other numbers. */
  renumber({ above, by }: Moved): void {
    this.#items.forEach((item, index) => {
      if (item.kind !== "message" || !item.mine || item.seq <= above) return;
      const { from, seq, text, at, status } = item;
      this.#replace(index, makeMessage(from, seq + by, text, at, status));
    });
  }

  /** The service has said when it stored this own message. */
  date(seq: number, at: number): void {
    const index = this.#items.findLastIndex(
      (item) => item.kind === "message" && item.mine && item.seq === seq,
    );
    const item = this.#items[index];
    if (item?.kind !== "message" || item.at === at) return;
    this.#replace(index, { ...item, at });
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

const tick = (seq: number, { stored, confirmed }: Outbox): MessageStatus =>
  seq <= confirmed ? "delivered" : seq <= stored ? "stored" : "waiting";

export const makeMessage = (
  from: number,
  seq: number,
  text: string,
  at: number,
  status: MessageStatus,
): Message => ({
  kind: "message",
  key: `${from}:${seq}`,
  from,
  mine: status !== "received",
  seq,
  text,
  at,
  status,
});

export const makeGap = (from: number, first: number, last: number): Gap => ({
  kind: "gap",
  key: `${from}:${first}-${last}`,
  from,
  first,
  last,
});

const toStored = (item: TranscriptItem): StoredItem =>
  item.kind === "message"
    ? [item.from, item.seq, Math.round(item.at), item.text]
    : [item.from, item.first, item.last];
