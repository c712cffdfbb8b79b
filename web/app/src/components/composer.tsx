// The message box: Enter sends, Shift+Enter breaks the line, and never while an input method composes.
import type { Refusal, Sent } from "@parley-chat/client";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { codePoints, textLimit } from "../model/limits.ts";
import { useStrings } from "../strings/strings.ts";

interface Props {
  /** What the box begins with. */
  draft: string;
  keepDraft(text: string): void;
  send(text: string): Sent | Refusal;
  setTyping(on: boolean): void;
}

/** From here on the page says how many characters are left. */
const tellFrom = textLimit - 300;

export function Composer({ draft, keepDraft, send, setTyping }: Props) {
  const s = useStrings().chat;
  const [text, setText] = useState(draft);
  const [refused, setRefused] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  const length = codePoints(text);
  const over = length - textLimit;
  useGrowing(field, text);

  const write = (text: string): void => {
    setText(text);
    setRefused("");
    keepDraft(text);
    setTyping(text.trim() !== "");
  };
  const submit = (): void => {
    field.current?.focus(); // the next message follows; the phone's keyboard stays open
    if (text.trim() === "" || over > 0) return;
    const sent = send(text.trim());
    if (!sent.ok) return setRefused(s.refused(sent.error));
    write("");
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // 229: Safari ends a composition before the key press that ended it arrives.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229)
      return;
    event.preventDefault();
    submit();
  };

  const says =
    refused || (over > 0 ? s.tooLong(over, textLimit) : length > tellFrom ? s.left(-over) : "");
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <p
        id="composer-says"
        class={`composer-says ${refused || over > 0 ? "wrong" : ""}`}
        role="status"
      >
        {says}
      </p>
      <textarea
        ref={field}
        value={text}
        rows={1}
        dir="auto"
        enterkeyhint="send"
        aria-label={s.message}
        aria-describedby="composer-says"
        aria-invalid={over > 0}
        placeholder={s.placeholder}
        onInput={(event) => write(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onBlur={() => setTyping(false)}
      />
      <button
        class="send"
        type="submit"
        aria-label={s.send}
        title={s.send}
        aria-disabled={over > 0 || text.trim() === ""}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M12 19V5M5.5 11.5 12 5l6.5 6.5" />
        </svg>
      </button>
    </form>
  );
}

/** The box is as high as what is in it; CSS sets the bound. */
function useGrowing(field: { current: HTMLTextAreaElement | null }, text: string): void {
  useLayoutEffect(() => {
    const element = field.current;
    if (!element || CSS.supports?.("field-sizing", "content")) return;
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight}px`;
  }, [field, text]);
}
