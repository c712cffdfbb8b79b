// A message's tick: a clock while it waits, one tick when it is stored, two when it is delivered, bright when seen.
import type { MessageStatus } from "@parley-chat/client";
import { type Strings, useStrings } from "../strings/strings.ts";
import { Icon } from "./icon.tsx";

/** In a room of more than two the second tick is about all who are there. */
export const tickWords = (s: Strings, status: MessageStatus, toAll: boolean): string =>
  toAll && status === "delivered" ? s.room.delivered : s.tick[status];

export function Tick({ status, toAll }: { status: MessageStatus; toAll: boolean }) {
  const words = tickWords(useStrings(), status, toAll);
  if (status === "received") return null;
  return (
    <span class={`tick tick-${status}`} role="img" aria-label={words} title={words}>
      <Icon shape={status === "seen" ? "delivered" : status} />
    </span>
  );
}
