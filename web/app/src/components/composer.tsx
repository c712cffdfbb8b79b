// The message box: Enter sends, Shift+Enter breaks the line, and never while an input method composes. Where one
// types on glass, Enter breaks the line and only the button sends.
import type { Refusal } from "@parley-chat/client";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { codePoints, textLimit } from "../model/limits.ts";
import { refusalWords } from "../model/talk_words.ts";
import { say, useStrings } from "../strings/strings.ts";
import { dirOf, isTouch } from "./hooks.ts";
import { Icon, IconButton } from "./icon.tsx";

interface Props {
  /** What the box begins with. */
  draft: string;
  keepDraft(text: string): void;
  send(text: string): { readonly ok: true } | Refusal;
  setTyping(on: boolean): void;
  /** Pictures or other files, chosen or pasted. */
  attach(files: readonly File[]): void;
  /** The text of the message that is being changed; null when a new one is written. */
  editing: string | null;
  onStopEditing(): void;
  /** Up in an empty box: one's last message is to be changed. */
  onEditLast(): void;
}

/** From here on the page says how many characters are left. */
const tellFrom = textLimit - 300;

export function Composer(props: Props) {
  const { keepDraft, send, setTyping, editing, onStopEditing, onEditLast } = props;
  const s = useStrings();
  const [text, setText] = useState(props.draft);
  const [refused, setRefused] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  const length = codePoints(text);
  const over = length - textLimit;
  useGrowing(field, text);
  // What was being written waits as the draft until the editing is over.
  const wasEditing = useRef(editing);
  useLayoutEffect(() => {
    if (editing === wasEditing.current) return;
    setText(editing ?? props.draft);
    setRefused("");
    wasEditing.current = editing;
    field.current?.focus();
  }, [editing, props.draft]);

  const write = (text: string): void => {
    setText(text);
    setRefused("");
    if (editing === null) keepDraft(text);
    setTyping(text.trim() !== "");
  };
  const submit = (): void => {
    field.current?.focus(); // the next message follows; the phone's keyboard stays open
    if (text.trim() === "" || over > 0) return;
    const sent = send(text.trim());
    if (!sent.ok) return setRefused(refusalWords(s, sent));
    if (editing === null) write("");
    else onStopEditing();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // 229: Safari ends a composition before the key press that ended it arrives.
    const composing = event.isComposing || event.keyCode === 229;
    if (event.key === "Escape" && editing !== null && !composing) {
      event.preventDefault(); // it ends the editing, not the chat
      return onStopEditing();
    }
    if (event.key === "ArrowUp" && text === "" && editing === null) {
      event.preventDefault();
      return onEditLast();
    }
    if (event.key !== "Enter" || event.shiftKey || composing || isTouch()) return;
    event.preventDefault();
    submit();
  };

  const limits =
    over > 0
      ? say(s.chat.tooLong, { n: over, limit: textLimit })
      : length > tellFrom
        ? say(s.chat.left, { n: -over })
        : "";
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
        {refused || limits || (editing !== null && s.chat.editing)}
        {editing !== null && (
          <button type="button" onClick={onStopEditing}>
            {s.chat.stopEditing}
          </button>
        )}
      </p>
      {editing === null && <Attach onFiles={props.attach} />}
      <textarea
        ref={field}
        value={text}
        rows={1}
        dir={dirOf(text)}
        enterkeyhint={isTouch() ? "enter" : "send"}
        aria-label={s.chat.message}
        aria-describedby="composer-says"
        aria-invalid={over > 0}
        placeholder={s.chat.placeholder}
        onInput={(event) => write(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onPaste={(event) => {
          const files = filesOf(event.clipboardData);
          if (files.length === 0) return;
          event.preventDefault();
          props.attach(files);
        }}
        onBlur={() => setTyping(false)}
      />
      <button
        class="send"
        type="submit"
        aria-label={editing === null ? s.chat.send : s.chat.save}
        title={editing === null ? s.chat.send : s.chat.save}
        aria-disabled={over > 0 || text.trim() === ""}
      >
        <Icon shape={editing === null ? "send" : "stored"} />
      </button>
    </form>
  );
}

/** None where there are formatted words too: a spreadsheet copies itself as a picture besides. */
const filesOf = (pasted: DataTransfer | null): readonly File[] =>
  pasted?.types.includes("text/plain") && pasted.types.includes("text/html")
    ? []
    : [...(pasted?.files ?? [])];

function Attach({ onFiles }: { onFiles(files: readonly File[]): void }) {
  const chooser = useRef<HTMLInputElement>(null);
  const label = useStrings().files.attach;
  return (
    <>
      <IconButton shape="attach" label={label} onClick={() => chooser.current?.click()} />
      <input
        type="file"
        multiple
        hidden
        ref={chooser}
        aria-label={label}
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])]);
          currentTarget.value = ""; // the same one may be chosen again
        }}
      />
    </>
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
