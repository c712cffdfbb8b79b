// One's own display name, changed in place; focus goes into the field and back to the button.
import type { Refusal } from "@parley-chat/client";
import { useEffect, useRef, useState } from "preact/hooks";
import { nameLimit } from "../model/limits.ts";
import { refusalWords } from "../model/talk_words.ts";
import { say, useStrings } from "../strings/strings.ts";
import { Icon } from "./icon.tsx";

interface Props {
  name: string;
  rename(name: string): { readonly ok: true } | Refusal;
}

export function OwnName({ name, rename }: Props) {
  const s = useStrings();
  const [typed, setTyped] = useState<string | null>(null);
  const [refused, setRefused] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const editing = typed !== null;
  const was = useRef(editing);
  useEffect(() => {
    if (editing) field.current?.select();
    else if (was.current) button.current?.focus();
    was.current = editing;
  }, [editing]);

  const save = (event: Event): void => {
    event.preventDefault();
    const wanted = typed?.trim() ?? "";
    const answer = wanted === "" || wanted === name ? ({ ok: true } as const) : rename(wanted);
    setRefused(answer.ok ? "" : refusalWords(s, answer));
    if (answer.ok) setTyped(null);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    event.preventDefault(); // it closes the field, not the chat
    setTyped(null);
  };

  if (!editing) {
    return (
      <button
        class="own-name"
        type="button"
        ref={button}
        aria-label={say(s.menu.rename, { name })}
        onClick={() => setTyped(name)}
      >
        <span>{say(s.menu.youAre, { name })}</span>
        <Icon shape="pen" />
      </button>
    );
  }
  return (
    <form class="rename" onSubmit={save}>
      <input
        ref={field}
        value={typed}
        dir="auto"
        maxLength={nameLimit}
        autocomplete="off"
        aria-label={s.menu.renameField}
        aria-invalid={refused !== ""}
        onKeyDown={onKeyDown}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
      <button class="button" type="submit">
        {s.menu.renameSave}
      </button>
      <button class="button button-quiet" type="button" onClick={() => setTyped(null)}>
        {s.menu.renameCancel}
      </button>
      {refused && (
        <span class="wrong" role="alert">
          {refused}
        </span>
      )}
    </form>
  );
}
