// What the tab's storage holds, key by key, and how it is read again after a reload. Ticks are not stored with
// messages: they follow from the cursor.
import type { Storage } from "../injected.js";
import type { ChatEnd, MemberLine, Message } from "../types.js";
import { contentOf, type FileContent, type VersionVector, versionVector } from "../wire/heard.js";
import type { Content } from "../wire/said.js";
import {
  type Check,
  count,
  fields,
  flag,
  list,
  maybe,
  nullable,
  number,
  oneOf,
  ordinal,
  shape,
  text,
  word,
} from "../wire/shape.js";
import type { Known } from "./others.js";

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
  /** Empty where a room is to be opened. */
  readonly language: string;
  readonly interests: readonly string[];
  readonly name: string;
  readonly priority: string;
  /** The room to be opened, and its key as the services are told it; an empty one is none. */
  readonly open?: { readonly room: string; readonly key: string } | undefined;
}

/** What a room is; seldom changes. */
export interface RoomRecord {
  readonly room: string;
  readonly seat: number;
  token: string;
  readonly interests: readonly string[];
  node: string;
  epoch: number;
  opened: boolean;
  name: string;
  /** The new name has not been confirmed yet. */
  renaming: boolean;
  /** Null in a named room. */
  partner: { readonly seat: number; readonly name: string } | null;
  /** Of a named room: its name as it was opened, and who was seen in it. */
  readonly title?: string | undefined;
  members?: readonly Known[] | undefined;
  ended: ChatEnd | null;
}

/** How far it has come; changes with every message. */
export interface Cursor {
  readonly applied: VersionVector;
  readonly next: number;
  readonly stored: number;
  readonly confirmed: number;
  readonly seen: number;
  /** The places of the transcript's items in the storage: from the first to before the second. */
  readonly items: readonly [number, number];
}

type More = Pick<Message, "revision" | "filtered" | "clock" | "reference"> & {
  readonly file: FileContent | null;
};

/** A message: from, seq, at, kind, body, more. A gap: from, first, last. A member's line: from, 0, at, change, name. */
export type StoredItem =
  | readonly [...Place, kind: MemberLine["change"], name: string, more?: undefined]
  | readonly [...Place, kind: Content["kind"], body: string, more: More]
  | readonly [...Place, kind?: undefined, body?: undefined, more?: undefined];
type Place = readonly [from: number, first: number, last: number];

export interface StoredRoom {
  readonly record: RoomRecord;
  readonly cursor: Cursor;
  readonly items: readonly StoredItem[];
  readonly outbox: readonly (readonly [number, Content])[];
}

/** In place of an unconfirmed message that the storage had no space for: a seq must never be missing. */
const lost: Content = { kind: "text", body: "\uFFFD" };

const seated = shape({ seat: ordinal, name: text });
const sessionShape = shape({ token: text, attempt: count });
const waitShape = shape({
  language: text,
  interests: list(text),
  name: text,
  priority: text,
  open: maybe(shape({ room: word, key: text })),
});
const roomShape = shape({
  room: word,
  seat: ordinal,
  token: word,
  interests: list(text),
  node: word,
  epoch: count,
  opened: flag,
  name: text,
  renaming: flag,
  partner: nullable(seated),
  title: maybe(text),
  members: maybe(
    list(shape({ seat: ordinal, name: text, state: oneOf("present", "away", "left") })),
  ),
  ended: nullable(
    shape({
      reason: oneOf("left", "gone", "idle", "expired", "replaced", "full", "broken"),
      byMe: flag,
    }),
  ),
});
const cursorShape = shape({
  applied: versionVector,
  next: ordinal,
  stored: count,
  confirmed: count,
  seen: count,
  items: list(count),
});
const moreShape = shape({
  revision: ordinal,
  filtered: flag,
  file: nullable(fields),
  clock: nullable(shape({ at: count, offsetMs: number, errorMs: number })),
  reference: nullable(shape({ offsetMs: number, errorMs: maybe(number) })),
});
const itemShape = (value: unknown): StoredItem => {
  const [from, first, third, kind, body, more] = list((member) => member)(value);
  const place = [count(from), count(first), count(third)] as const;
  if (kind === undefined) return place;
  if (kind === "joined" || kind === "left") return [...place, kind, text(body)];
  const rest = moreShape(more ?? { revision: first, filtered: false }); // a page before this one had none
  contentOf({ kind, body, of: 1, file: rest.file });
  return [...place, kind as Content["kind"], body as string, rest as More];
};

/** What the storage holds may be of another version, or of another hand: it is checked like a frame. */
const read = <T>(storage: Storage, key: string, check: Check<T>): T | null => {
  try {
    return check(JSON.parse(storage.getItem(key) ?? ""));
  } catch {
    return null;
  }
};

export const readSession = (storage: Storage): SessionRecord | null =>
  read(storage, keys.session, sessionShape);

export const readWait = (storage: Storage): WaitRecord | null =>
  read(storage, keys.wait, waitShape);

const range = (first = 0, end = 0): number[] =>
  Array.from({ length: Math.max(0, Math.min(end - first, 10_000)) }, (_, index) => first + index);

const itemPlaces = ({ items }: Cursor): number[] => range(...items);
const outboxSeqs = ({ confirmed, next }: Cursor): number[] => range(confirmed + 1, next);

const readCursor = (storage: Storage): Cursor | null =>
  read(storage, keys.cursor, cursorShape as Check<Cursor>);

export const readRoom = (storage: Storage): StoredRoom | null => {
  const record: RoomRecord | null = read(storage, keys.room, roomShape);
  const cursor = readCursor(storage);
  if (record === null || cursor === null) return null;
  return {
    record,
    cursor,
    items: itemPlaces(cursor)
      .map((place) => read(storage, keys.item(place), itemShape))
      .filter((item) => item !== null),
    outbox: outboxSeqs(cursor).map(
      (seq) => [seq, read(storage, keys.outbox(seq), contentOf as Check<Content>) ?? lost] as const,
    ),
  };
};

/** Forgets the wait and the room that the storage holds; a new wish begins without them. */
export const forget = (storage: Storage): void => {
  const cursor = readCursor(storage);
  const owned = cursor
    ? [...itemPlaces(cursor).map(keys.item), ...outboxSeqs(cursor).map(keys.outbox)]
    : [];
  try {
    for (const key of [keys.wait, keys.room, keys.cursor, ...owned]) storage.removeItem(key);
  } catch {
    // A storage that is forbidden has nothing to forget.
  }
};
