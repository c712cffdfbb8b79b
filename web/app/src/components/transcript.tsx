// The conversation as a log: its messages, reached one by one with the arrow keys, and what is new below.
import { useEffect, useState } from "preact/hooks";
import type { Files } from "../model/files.ts";
import { placeOf } from "../model/groups.ts";
import { isLate, isOpen } from "../model/late.ts";
import type { ChatView } from "../model/view.ts";
import { say, useStrings } from "../strings/strings.ts";
import { type Acts, Bubble, GapLine } from "./bubble.tsx";
import { useFollow } from "./follow.ts";
import { useNow, useVisible } from "./hooks.ts";
import { Icon } from "./icon.tsx";

interface Props {
  chat: ChatView;
  onLink(href: string): void;
  files: Files;
  acts: Acts | null;
  /** Both are to be asked something. */
  onAsk(): void;
  /** All of it has been before the visitor's eyes. */
  onSeen(): void;
}

export function Transcript({ chat, onLink, files, acts, onAsk, onSeen }: Props) {
  const s = useStrings().chat;
  const { log, atEnd, unseen, onScroll, toEnd } = useFollow(chat.transcript, chat.partner.typing);
  const [chosen, setChosen] = useState("");
  const typing = chat.partner.typing && chat.partner.state === "present" && !chat.ended;
  const visible = useVisible();
  useEffect(() => {
    if (visible && atEnd) onSeen();
  }, [visible, atEnd, chat.transcript, onSeen]);
  const now = useNow(chat.transcript.some(isOpen)) + (chat.clock?.offsetMs ?? 0);
  return (
    <div class="log-frame">
      <div
        class="log"
        role="log"
        aria-label={s.log}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        ref={log}
        onScroll={onScroll}
        onKeyDown={stepThrough}
        onFocusIn={({ target }) => setChosen(keyAt(target))}
        onFocusOut={({ relatedTarget }) => setChosen(keyAt(relatedTarget))}
      >
        <Opening chat={chat} onAsk={onAsk} />
        {chat.transcript.map((item, index) =>
          item.kind === "gap" ? (
            <GapLine key={item.key} gap={item} />
          ) : (
            <Bubble
              key={item.key}
              message={item}
              who={item.mine ? s.you : chat.partner.name}
              chosen={item.key === chosen}
              late={!chat.ended && isLate(item, now)}
              onLink={onLink}
              files={files}
              acts={acts}
              {...placeOf(chat.transcript, index)}
            />
          ),
        )}
        {typing && (
          <div class="bubble theirs typing" aria-hidden="true">
            <i />
            <i />
            <i />
          </div>
        )}
      </div>
      {!atEnd && (
        <button class="to-end" type="button" onClick={toEnd}>
          <Icon shape="down" />
          {unseen > 0 ? say(s.newMessages, { n: unseen }) : s.toLatest}
        </button>
      )}
    </div>
  );
}

/** What stands above the first message: whom one talks with, and what one has in common. */
function Opening({ chat, onAsk }: Pick<Props, "chat" | "onAsk">) {
  const s = useStrings().chat;
  const { ended, partner, interests, transcript } = chat;
  return (
    <div class="opening">
      <p class="opening-title">{say(ended ? s.over : s.begun, { name: partner.name })}</p>
      {interests.length > 0 && <p>{say(s.shared, { interests })}</p>}
      {transcript.length === 0 && !ended && (
        <>
          <p>{s.sayHello}</p>
          <button class="button button-quiet" type="button" onClick={onAsk}>
            <Icon shape="spark" /> {s.ask}
          </button>
        </>
      )}
    </div>
  );
}

const bubbleAt = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>("[data-key]") : null;
const keyAt = (target: EventTarget | null): string => bubbleAt(target)?.dataset["key"] ?? "";

/** Arrow keys go from message to message; the log itself, which has the focus first, stands below the last one. */
function stepThrough(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
  const bubbles = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-key]")];
  const at = bubbleAt(event.target);
  const from = at ? bubbles.indexOf(at) : bubbles.length;
  const next = bubbles[event.key === "ArrowUp" ? from - 1 : from + 1];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
