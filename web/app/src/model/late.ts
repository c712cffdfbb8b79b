// When a message has waited for its tick for so long that the page says so.
import type { TranscriptItem } from "@parley-chat/client";

const patienceMs = 10_000;

/** One's own, and not known to have arrived. */
export const isOpen = (item: TranscriptItem): boolean =>
  item.kind === "message" && (item.status === "waiting" || item.status === "stored");

/** `now` on the clock that dates the messages. */
export const isLate = (item: TranscriptItem, now: number): boolean =>
  item.kind === "message" && isOpen(item) && now - item.at > patienceMs;
