// A message's tick: a clock while it waits, one tick when it is stored, two when it is delivered.
import type { MessageStatus } from "@parley-chat/client";
import { useStrings } from "../strings/strings.ts";

const shapes: Record<MessageStatus, string> = {
  waiting: "M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11ZM8 5v3.2l2 1.3",
  stored: "m3.5 8.5 3 3 6-7",
  delivered: "m1 8.5 3 3 6-7m-2.2 6.2.8.8 6-7",
  received: "",
};

export function Tick({ status }: { status: MessageStatus }) {
  const words = useStrings().chat.tick(status);
  return (
    <span class={`tick tick-${status}`} role="img" aria-label={words} title={words}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={shapes[status]} />
      </svg>
    </span>
  );
}
