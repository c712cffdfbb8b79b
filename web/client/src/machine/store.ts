// What the tab's storage holds, key by key, and how it is read again after a reload. Ticks are not stored with
// messages: they follow from the cursor.
import type { Storage } from "../injected.js";
import type { ChatEnd } from "../types.js";
import { isCount, isFields } from "../wire/fields.js";
import type { VersionVector } from "../wire/messages.js";

const prefix = "parley.";

export const keys = {
  session: `${prefix}session`,
  wait: `${prefix}wait`,
  room: `${prefix}room`,
  cursor: `${prefix}cursor`,
  item: (place: number) => `${prefix}item.${place}`,
  outbox: (seq: number) => `${prefix}outbox.${seq}`,
};

/** Who this tab is to the matchmakers. Outlives conversations. */
export interface SessionRecord {
  readonly token: string;
  /** The number of the last wish. */
  readonly attempt: number;
}

export interface WaitRecord {
  readonly language: string;
  readonly interests: readonly string[];
  readonly name: string;
  readonly priority: string;
}

/** What a room is; seldom changes. */
export interface RoomRecord {
  readonly room: string;
  readonly seat: number;
  readonly token: string;
  readonly interests: readonly string[];
  node: string;
  epoch: number;
  opened: boolean;
  name: string;
  /** The new name has not been confirmed yet. */
  renaming: boolean;
  partner: { readonly seat: number; readonly name: string };
  ended: ChatEnd | null;
}

/** How far it has come; changes with every message. */
export interface Cursor {
  readonly applied: VersionVector;
  readonly next: number;
  readonly stored: number;
  readonly confirmed: number;
  /** The places of the transcript's items in the storage: from the first to before the second. */
  readonly items: readonly [number, number];
}

/** A message: from, seq, at, text. A gap: from, first, last. */
export type StoredItem =
  | readonly [from: number, seq: number, at: number, text: string]
  | readonly [from: number, first: number, last: number];

export interface StoredRoom {
  readonly record: RoomRecord;
  readonly cursor: Cursor;
  readonly items: readonly StoredItem[];
  readonly outbox: readonly (readonly [number, string])[];
}

/** In place of an unconfirmed text that the storage had no space for: a seq must never be missing. */
const lostText = "\uFFFD";

const read = (storage: Storage, key: string): unknown => {
  try {
    return JSON.parse(storage.getItem(key) ?? "null");
  } catch {
    return null;
  }
};

/** The object, if it has at least these members, of the same types as in the sample. */
const readRecord = <T extends object>(storage: Storage, key: string, sample: T): T | null => {
  const value = read(storage, key);
  if (!isFields(value)) return null;
  const fits = Object.entries(sample).every(
    ([member, like]) => typeof value[member] === typeof like,
  );
  return fits ? (value as T) : null;
};

export const readSession = (storage: Storage): SessionRecord | null =>
  readRecord<SessionRecord>(storage, keys.session, { token: "", attempt: 0 });

export const readWait = (storage: Storage): WaitRecord | null =>
  readRecord<WaitRecord>(storage, keys.wait, {
    language: "",
    interests: [],
    name: "",
    priority: "",
  });

const roomSample = {
  room: "",
  seat: 0,
  token: "",
  interests: [],
  node: "",
  epoch: 0,
  opened: false,
};
const cursorSample = { applied: {}, next: 0, stored: 0, confirmed: 0, items: [] };

const readItem = (storage: Storage, place: number): StoredItem[] => {
  const item = read(storage, keys.item(place));
  const fits =
    Array.isArray(item) &&
    item.slice(0, 3).every(isCount) &&
    (item.length === 3 || (item.length === 4 && typeof item[3] === "string"));
  return fits ? [item as unknown as StoredItem] : [];
};

const range = (first: number, end: number): number[] =>
  Array.from({ length: Math.max(0, Math.min(end - first, 10_000)) }, (_, index) => first + index);

const itemPlaces = ({ items: [first, next] }: Cursor): number[] => range(first, next);
const outboxSeqs = ({ confirmed, next }: Cursor): number[] => range(confirmed + 1, next);

const readCursor = (storage: Storage): Cursor | null => {
  const cursor = readRecord<Cursor>(storage, keys.cursor, cursorSample as unknown as Cursor);
  if (cursor === null) return null;
  const counts = [cursor.next, cursor.stored, cursor.confirmed, ...cursor.items];
  return cursor.items.length === 2 && cursor.next > 0 && counts.every(isCount) ? cursor : null;
};

export const readRoom = (storage: Storage): StoredRoom | null => {
  const record = readRecord<RoomRecord>(storage, keys.room, roomSample as unknown as RoomRecord);
  const cursor = readCursor(storage);
  if (record === null || cursor === null || !isFields(record.partner)) return null;
  return {
    record,
    cursor,
    items: itemPlaces(cursor).flatMap((place) => readItem(storage, place)),
    outbox: outboxSeqs(cursor).map((seq) => {
      const text = read(storage, keys.outbox(seq));
      return [seq, typeof text === "string" ? text : lostText] as const;
    }),
  };
};

/** The keys of the wait and of the room that the storage holds; a new wish begins without them. */
export const keysToForget = (storage: Storage): string[] => {
  const cursor = readCursor(storage);
  const owned = cursor
    ? [...itemPlaces(cursor).map(keys.item), ...outboxSeqs(cursor).map(keys.outbox)]
    : [];
  return [keys.wait, keys.room, keys.cursor, ...owned];
};
