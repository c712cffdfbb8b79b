// How the transcript is laid out: which messages stand close together, and which one carries the time.
import type { TranscriptItem } from "@parley-chat/client";

const closeMs = 180_000;

export interface Place {
  /** No earlier message belongs to the same breath. */
  readonly first: boolean;
  /** No later one does: the time is shown here. */
  readonly last: boolean;
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
