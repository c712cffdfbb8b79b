// A message's tick: a clock while it waits, one tick when it is stored, two when it is delivered, bright when seen.
import type { MessageStatus } from "@parley-chat/client";
import { useStrings } from "../strings/strings.ts";
import { Icon } from "./icon.tsx";

export function Tick({ status }: { status: MessageStatus }) {
  const words = useStrings().tick[status];
  if (status === "received") return null;
  return (
    <span class={`tick tick-${status}`} role="img" aria-label={words} title={words}>
      <Icon shape={status === "seen" ? "delivered" : status} />
    </span>
  );
}
