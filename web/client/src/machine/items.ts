// The items of a transcript: how they are made, and how the tab's storage has them. A message that was changed is
// stored as what has changed it left it.
import type { Gap, Message, MessageStatus, TranscriptItem } from "../types.js";
import type { Content } from "../wire/said.js";
import type { Outbox } from "./outbox.js";
import type { StoredItem } from "./store.js";

export const makeMessage = (
  from: number,
  seq: number,
  at: number,
  status: MessageStatus,
  kind: Content["kind"],
  body = "",
): Message => ({
  kind: "message",
  key: `${from}:${seq}`,
  from,
  mine: status !== "received",
  seq,
  text: kind === "icebreaker" ? "" : body,
  edited: kind === "edit",
  removed: kind === "delete",
  question: kind === "icebreaker" ? body : null,
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

const kindOf = ({ removed, edited, question }: Message): Content["kind"] =>
  removed ? "delete" : edited ? "edit" : question === null ? "text" : "icebreaker";

export const toStored = (item: TranscriptItem): StoredItem =>
  item.kind === "message"
    ? [item.from, item.seq, Math.round(item.at), kindOf(item), item.question ?? item.text]
    : [item.from, item.first, item.last];

const tick = (seq: number, { stored, confirmed, seen }: Outbox): MessageStatus =>
  seq <= seen ? "seen" : seq <= confirmed ? "delivered" : seq <= stored ? "stored" : "waiting";

/** Ticks are not stored: they follow from the outbox. */
export const fromStored = (
  [from, first, third, kind, body]: StoredItem,
  seat: number,
  outbox: Outbox,
): TranscriptItem => {
  if (kind === undefined) return makeGap(from, first, third);
  const status = from === seat ? tick(first, outbox) : "received";
  return makeMessage(from, first, third, status, kind, body);
};
