// What stands in place of the message box when a chat is over: why, and what can be done next.
import type { ChatEnd } from "@parley-chat/client";
import { useEffect, useRef } from "preact/hooks";
import { useStrings } from "../strings/strings.ts";

interface Props {
  end: ChatEnd;
  partner: string;
  onNew(): void;
  onChange(): void;
}

export function Ended({ end, partner, onNew, onChange }: Props) {
  const s = useStrings().ended;
  const heading = useRef<HTMLHeadingElement>(null);
  // The box that may have had the focus is gone. The heading, not the button: an Enter that was meant for
  // the message box must not begin a new chat.
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <section class="ended">
      <h2 ref={heading} tabIndex={-1} dir="auto">
        {s.heading(end, partner)}
      </h2>
      <p>{s.detail(end)}</p>
      <div class="ended-actions">
        <button class="button" type="button" onClick={onNew}>
          {s.newChat}
        </button>
        <button class="button button-quiet" type="button" onClick={onChange}>
          {s.change}
        </button>
      </div>
    </section>
  );
}
