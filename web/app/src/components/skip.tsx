// The one button for going on, at one place: Skip or Leave, then Sure?, and when it is over Next or Open again.
import { useEffect, useRef, useState } from "preact/hooks";
import { useStrings } from "../strings/strings.ts";

/** What the button says, before and after the end, and what else does the same. */
export interface SkipWords {
  readonly leave: string;
  readonly next: string;
  readonly hint: string;
}

interface Props {
  ended: boolean;
  words: SkipWords;
  onLeave(): void;
  onNext(): void;
}

/** Until when the question stands: pressed, one may think; Escape twice must come quickly. */
const askForMs = { press: 5_000, escape: 2_000 };

export function Skip({ ended, words, onLeave, onNext }: Props) {
  const { sure } = useStrings().chat;
  const [asks, setAsks] = useState(false);
  const timer = useRef(0);
  const ask = (forMs: number): void => {
    clearTimeout(timer.current);
    timer.current = forMs && window.setTimeout(() => ask(0), forMs);
    setAsks(forMs > 0);
  };
  const step = (how: keyof typeof askForMs): void => {
    if (!timer.current) return ask(askForMs[how]);
    ask(0);
    onLeave();
  };
  // Heard through a reference: the second Escape may come before the first one is drawn.
  const latest = useRef(step);
  latest.current = step;
  useEffect(() => {
    if (ended) return;
    const onKeyDown = ({ key, defaultPrevented, isComposing, repeat }: KeyboardEvent): void => {
      if (document.querySelector("dialog[open]")) return; // it closes that
      if (key === "Escape" && !defaultPrevented && !isComposing && !repeat)
        latest.current("escape");
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [ended]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const look = ended ? "" : asks ? "button-danger" : "button-quiet";
  return (
    <button
      class={`button skip ${look}`}
      type="button"
      title={ended ? "" : words.hint}
      onClick={() => (ended ? onNext() : step("press"))}
      onBlur={() => ask(0)}
    >
      <span aria-live="polite">{ended ? words.next : asks ? sure : words.leave}</span>
    </button>
  );
}
