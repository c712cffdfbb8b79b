// Keeps a log at its end, unless the reader has scrolled up: then it counts what is new below.
import type { TranscriptItem } from "@parley-chat/client";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { itemsAfter, lastKey } from "../model/news.ts";

const nearPx = 48;

/** Own words always bring the log to its end, others' only when it was there already. */
export function useFollow(items: readonly TranscriptItem[], typing: boolean) {
  const log = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const last = useRef({ top: 0, height: 0 });
  const known = useRef(lastKey(items));
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
    const fresh = itemsAfter(items, known.current).filter(({ kind }) => kind !== "member");
    known.current = lastKey(items);
    if (fresh.some((item) => item.kind === "message" && item.mine)) follows.current = true;
    if (follows.current && log.current) log.current.scrollTop = log.current.scrollHeight;
    else if (fresh.length > 0) setUnseen((before) => before + fresh.length);
  }, [items, typing]);

  // The keyboard of a phone makes the log smaller, what is fetched makes it longer: its end must stay in sight.
  useLayoutEffect(() => {
    const element = log.current;
    if (!element || typeof ResizeObserver === "undefined") return;
    const stay = (): void => {
      if (follows.current) element.scrollTop = element.scrollHeight;
    };
    const smaller = new ResizeObserver(stay);
    const longer = new MutationObserver(stay);
    smaller.observe(element);
    longer.observe(element, { childList: true, subtree: true });
    return () => {
      smaller.disconnect();
      longer.disconnect();
    };
  }, []);

  return { log, atEnd, unseen, onScroll, toEnd };
}
