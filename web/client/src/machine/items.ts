// The items of a transcript: how they are made, and how the tab's storage has them. A message that was changed is
// stored as what has changed it left it.
import type {
  Gap,
  MemberLine,
  Message,
  MessageStatus,
  SenderClock,
  TranscriptItem,
} from "../types.js";
import type { ClockContent } from "../wire/heard.js";
import type { Content } from "../wire/said.js";
import type { Outbox } from "./outbox.js";
import type { StoredItem } from "./store.js";

const clockOf = (clock: ClockContent | undefined): SenderClock | null =>
  clock ? { at: clock.at, offsetMs: clock.offset_ms, errorMs: clock.error_ms } : null;

/** What a kind makes of the rest of a message. */
const look = ({ kind, body = "", file }: Content) => ({
  text: kind === "icebreaker" ? "" : body,
  edited: kind === "edit",
  removed: kind === "delete",
  question: kind === "icebreaker" ? body : null,
  image: kind === "image" ? (file as Message["image"]) : null,
  file: kind === "file" ? (file as Message["file"]) : null,
});

export const makeMessage = (
  from: number,
  seq: number,
  at: number,
  status: MessageStatus,
  content: Content,
): Message => ({
  kind: "message",
  key: `${from}:${seq}`,
  from,
  mine: status !== "received",
  seq,
  revision: seq,
  ...look(content),
  filtered: false,
  held: false,
  clock: clockOf(content.clock),
  reference: null,
  at,
  status,
});

/** What an edit or a delete leaves of a message. */
export const changed = (was: Message, revision: number, content: Content): Message => ({
  ...was,
  ...look(content),
  edited: content.kind === "edit" && (was.edited || was.text !== content.body),
  ...{ revision, filtered: false, held: false, status: was.mine ? "waiting" : was.status },
});

/** As the service's words filter left it. */
export const filtered = (was: Message, body: string): Partial<Message> => ({
  filtered: true,
  ...(was.file ? { file: { ...was.file, name: body } } : { text: body }),
});

export const makeGap = (from: number, first: number, last: number): Gap => ({
  kind: "gap",
  key: `${from}:${first}-${last}`,
  from,
  first,
  last,
});

/** `place`: where the transcript has it. */
export const makeLine = (
  place: number,
  from: number,
  change: MemberLine["change"],
  name: string,
  at: number,
): MemberLine => ({ kind: "member", key: `~${place}`, from, change, name, at });

const kindOf = ({ removed, edited, question, image, file }: Message): Content["kind"] => {
  if (removed) return "delete";
  if (question !== null) return "icebreaker";
  return image ? "image" : file ? "file" : edited ? "edit" : "text";
};

export const toStored = (item: TranscriptItem): StoredItem => {
  if (item.kind === "gap") return [item.from, item.first, item.last];
  if (item.kind === "member") return [item.from, 0, Math.round(item.at), item.change, item.name];
  const { from, seq, at, revision, question, text, image, file, clock, reference } = item;
  const more = { revision, file: image ?? file, filtered: item.filtered, clock, reference };
  return [from, seq, Math.round(at), kindOf(item), question ?? text, more];
};

const tick = (seq: number, { stored, confirmed, seen }: Outbox): MessageStatus =>
  seq <= seen ? "seen" : seq <= confirmed ? "delivered" : seq <= stored ? "stored" : "waiting";

/** Ticks are not stored: they follow from the outbox. */
export const fromStored = (
  [from, first, third, kind, body, more]: StoredItem,
  place: number,
  seat: number,
  outbox: Outbox,
): TranscriptItem => {
  if (kind === undefined) return makeGap(from, first, third);
  if (more === undefined) return makeLine(place, from, kind, body, third);
  const { file, ...rest } = more;
  const status = from === seat ? tick(more.revision, outbox) : "received";
  return {
    ...makeMessage(from, first, third, status, { kind, body, ...(file && { file }) }),
    ...rest,
  };
};
