// Leaving takes two presses of one button; the question goes away by itself.
import { useEffect, useState } from "preact/hooks";
import { useStrings } from "../strings/strings.ts";

const askForMs = 5_000;

export function Leave({ onLeave }: { onLeave(): void }) {
  const s = useStrings().chat;
  const [asking, setAsking] = useState(false);
  useEffect(() => {
    if (!asking) return;
    const timer = setTimeout(() => setAsking(false), askForMs);
    return () => clearTimeout(timer);
  }, [asking]);
  return (
    <button
      class={`button button-small ${asking ? "button-danger" : "button-quiet"}`}
      type="button"
      title={s.leaveHint}
      onClick={() => (asking ? onLeave() : setAsking(true))}
      onBlur={() => setAsking(false)}
      onKeyDown={(event) => event.key === "Escape" && setAsking(false)}
    >
      <span aria-live="polite">{asking ? s.leaveSure : s.leave}</span>
    </button>
  );
}
