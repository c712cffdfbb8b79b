// The conversation as a log: its messages, reached one by one with the arrow keys, and what is new below.
import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import type { Files } from "../model/files.ts";
import { type Row, rowsOf } from "../model/groups.ts";
import { isLate, isOpen } from "../model/late.ts";
import { hueOf, lineWords } from "../model/people.ts";
import type { AnyTalkView } from "../model/talk_view.ts";
import { say, useStrings } from "../strings/strings.ts";
import { type Acts, Bubble, GapLine } from "./bubble.tsx";
import { useFollow } from "./follow.ts";
import { useNow, useVisible } from "./hooks.ts";
import { Icon } from "./icon.tsx";

interface Props {
  view: AnyTalkView;
  /** Who sits on a seat. */
  nameOf(seat: number): string;
  onLink(href: string): void;
  files: Files;
  acts: Acts | null;
  /** All of it has been before the visitor's eyes. */
  onSeen(): void;
  /** Who types: `null` for nobody, empty where it needs no words. */
  typing: string | null;
  /** What stands above the first message. */
  children: ComponentChildren;
}

export function Transcript(props: Props) {
  const { view, onSeen, typing, children } = props;
  const { transcript, ended, clock } = view;
  const s = useStrings().chat;
  const types = typing !== null && !ended;
  const { log, atEnd, unseen, onScroll, toEnd } = useFollow(transcript, types);
  const [chosen, setChosen] = useState("");
  const rows = useMemo(() => rowsOf(transcript), [transcript]);
  const settled = useSettled(view.kind === "chat");
  const visible = useVisible();
  useEffect(() => {
    if (visible && atEnd) onSeen();
  }, [visible, atEnd, transcript, onSeen]);
  const now = useNow(transcript.some(isOpen)) + (clock?.offsetMs ?? 0);
  return (
    <div class="log-frame">
      <div
        class="log"
        role="log"
        aria-label={s.log}
        aria-live={settled ? "polite" : "off"}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        ref={log}
        onScroll={onScroll}
        onKeyDown={stepThrough}
        onFocusIn={({ target }) => setChosen(keyAt(target))}
        onFocusOut={({ relatedTarget }) => setChosen(keyAt(relatedTarget))}
      >
        <div class="opening">{children}</div>
        {rows.map((row) => drawn(row, props, { chosen, now }))}
        {types && <Typing words={typing} />}
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

const settleMs = 2_000;

/** Who comes into a room late gets all at once what was said before: that is not to be read aloud. */
function useSettled(atOnce: boolean): boolean {
  const [settled, setSettled] = useState(atOnce);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(true), settleMs);
    return () => clearTimeout(timer);
  }, []);
  return settled;
}

function drawn(row: Row, props: Props, { chosen, now }: { chosen: string; now: number }) {
  const { view, nameOf, onLink, files, acts } = props;
  const s = useStrings();
  if (row.kind === "gap") return <GapLine key={row.gap.key} gap={row.gap} />;
  if (row.kind === "lines") {
    // Told by the status region instead, for all who come at once in one sentence.
    return (
      <p class="gap line" key={row.lines[0]?.key} aria-live="off">
        {lineWords(s, row.lines)}
      </p>
    );
  }
  const { message, place } = row;
  const { key, mine, from } = message;
  return (
    <Bubble
      key={key}
      message={message}
      who={mine ? s.chat.you : nameOf(from)}
      hue={view.kind === "room" ? hueOf(from) : null}
      chosen={key === chosen}
      late={!view.ended && isLate(message, now)}
      onLink={onLink}
      files={files}
      acts={acts}
      {...place}
    />
  );
}

function Typing({ words }: { words: string }) {
  return (
    <div class="bubble theirs typing" aria-hidden="true">
      <i />
      <i />
      <i />
      {words && <span>{words}</span>}
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
