// How the transcript is laid out: which messages stand close together, which one carries the time, and which lines about
// who came and went are told as one.
import type { Gap, MemberLine, Message, TranscriptItem } from "@parley-chat/client";

const closeMs = 180_000;
/** More lines than this in a row are told as one. */
const mostLines = 3;

export interface Place {
  /** No earlier message belongs to the same breath. */
  readonly first: boolean;
  /** No later one does: the time is shown here. */
  readonly last: boolean;
}

/** What is drawn as one: a message in its place, a gap, or lines. */
export type Row =
  | { readonly kind: "message"; readonly message: Message; readonly place: Place }
  | { readonly kind: "gap"; readonly gap: Gap }
  | { readonly kind: "lines"; readonly lines: readonly MemberLine[] };

export function rowsOf(items: readonly TranscriptItem[]): readonly Row[] {
  const rows: Row[] = [];
  let run: MemberLine[] = [];
  const close = (): void => {
    const folded = run.length > mostLines ? [run] : run.map((line) => [line]);
    rows.push(...folded.map((lines) => ({ kind: "lines", lines }) as const));
    run = [];
  };
  items.forEach((item, index) => {
    if (item.kind === "member") run.push(item);
    else {
      close();
      if (item.kind === "gap") rows.push({ kind: "gap", gap: item });
      else rows.push({ kind: "message", message: item, place: placeOf(items, index) });
    }
  });
  close();
  return rows;
}

export function placeOf(items: readonly TranscriptItem[], index: number): Place {
  return {
    first: !joined(items[index - 1], items[index]),
    last: !joined(items[index], items[index + 1]),
  };
}

function joined(before: TranscriptItem | undefined, after: TranscriptItem | undefined): boolean {
  if (before?.kind !== "message" || after?.kind !== "message") return false;
  return before.from === after.from && after.at - before.at < closeMs;
}
