// The conversation as a log that keeps to its end, unless the reader has scrolled up; then a button tells what is new.
import type { TranscriptItem } from "@parley-chat/client";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { placeOf } from "../model/groups.ts";
import type { ChatView } from "../model/view.ts";
import { useStrings } from "../strings/strings.ts";
import { Bubble, GapLine } from "./bubble.tsx";

const nearPx = 48;

export function Transcript({ chat }: { chat: ChatView }) {
  const s = useStrings().chat;
  const { log, atEnd, unseen, onScroll, toEnd } = useFollow(chat.transcript, chat.partner.typing);
  const typing = chat.partner.typing && chat.partner.state === "present" && !chat.ended;
  return (
    <div class="log-frame">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div class="log" role="log" aria-label={s.log} tabIndex={0} ref={log} onScroll={onScroll}>
        <Opening chat={chat} />
        {chat.transcript.map((item, index) =>
          item.kind === "gap" ? (
            <GapLine key={item.key} gap={item} />
          ) : (
            <Bubble
              key={item.key}
              message={item}
              who={s.says(item.mine ? s.you : chat.partner.name)}
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
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M8 3v10M3.5 8.5 8 13l4.5-4.5" />
          </svg>
          {unseen > 0 ? s.newMessages(unseen) : s.toLatest}
        </button>
      )}
    </div>
  );
}

/** What stands above the first message: whom one talks with, and what one has in common. */
function Opening({ chat }: { chat: ChatView }) {
  const s = useStrings().chat;
  return (
    <div class="opening">
      <p class="opening-title" dir="auto">
        {(chat.ended ? s.over : s.begun)(chat.partner.name)}
      </p>
      {chat.interests.length > 0 && <p dir="auto">{s.shared(chat.interests)}</p>}
      {chat.transcript.length === 0 && !chat.ended && <p>{s.sayHello}</p>}
    </div>
  );
}

/** Follows the end of the log; own words always bring it there, others' only when it was there already. */
function useFollow(items: readonly TranscriptItem[], typing: boolean) {
  const log = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const last = useRef({ top: 0, height: 0 });
  const known = useRef(items.length);
  const [atEnd, setAtEnd] = useState(true);
  const [unseen, setUnseen] = useState(0);

  const toEnd = (): void => {
    const element = log.current;
    if (!element) return;
    follows.current = true;
    element.scrollTop = element.scrollHeight;
    element.focus({ preventScroll: true }); // the button goes away and must not take the focus with it
    setAtEnd(true);
    setUnseen(0);
  };
  const onScroll = (): void => {
    const element = log.current;
    if (!element) return;
    const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < nearPx;
    // A log that has changed its size is not at its end either: what counts is that somebody went up.
    const height = element.clientHeight;
    if (atEnd) follows.current = true;
    else if (element.scrollTop < last.current.top && height === last.current.height)
      follows.current = false;
    last.current = { top: element.scrollTop, height };
    setAtEnd(follows.current);
    if (follows.current) setUnseen(0);
  };

  useLayoutEffect(() => {
    const fresh = items.slice(known.current);
    known.current = items.length;
    if (fresh.some((item) => item.kind === "message" && item.mine)) follows.current = true;
    if (follows.current && log.current) log.current.scrollTop = log.current.scrollHeight;
    else if (fresh.length > 0) setUnseen((before) => before + fresh.length);
  }, [items, typing]);

  // The keyboard of a phone makes the log smaller: its end must stay in sight.
  useLayoutEffect(() => {
    const element = log.current;
    if (!element || typeof ResizeObserver === "undefined") return;
    const observer = new ResizeObserver(() => {
      if (follows.current) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  return { log, atEnd, unseen, onScroll, toEnd };
}
