// What stands above the button for going on when a chat is over: why, and that it can still be read.
import { useEffect, useRef } from "preact/hooks";
import type { ChatView } from "../model/view.ts";
import { endDetail, endWords } from "../model/words.ts";
import { useStrings } from "../strings/strings.ts";

export function Ended({ chat }: { chat: ChatView }) {
  const s = useStrings();
  const heading = useRef<HTMLHeadingElement>(null);
  // The box that may have had the focus is gone. The heading, not a button: an Enter that was meant for the message
  // box must not begin a new chat. Who has pressed the button below stays there.
  useEffect(() => {
    const { activeElement } = document;
    if (!activeElement || activeElement === document.body)
      heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <section class="ended">
      <h2 ref={heading} tabIndex={-1}>
        {endWords(s, chat)}
      </h2>
      <p>{endDetail(s, chat)}</p>
    </section>
  );
}
