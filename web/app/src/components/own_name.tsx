// One's own display name, changed in place; focus goes into the field and back to the button.
import type { Refusal } from "@parley-chat/client";
import { useEffect, useRef, useState } from "preact/hooks";
import { nameLimit } from "../model/limits.ts";
import { useStrings } from "../strings/strings.ts";

interface Props {
  name: string;
  rename(name: string): { readonly ok: true } | Refusal;
}

export function OwnName({ name, rename }: Props) {
  const s = useStrings().chat;
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
    if (!answer.ok) return setRefused(s.refused(answer.error));
    setRefused("");
    setTyped(null);
  };

  if (!editing) {
    return (
      <button
        class="own-name"
        type="button"
        ref={button}
        aria-label={s.rename(name)}
        onClick={() => setTyped(name)}
      >
        <span dir="auto">{s.youAre(name)}</span>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="m3 13 .6-2.8 7-7a1.3 1.3 0 0 1 1.9 0l.3.3a1.3 1.3 0 0 1 0 1.9l-7 7z" />
        </svg>
      </button>
    );
  }
  return (
    <form
      class="rename"
      onSubmit={save}
      onKeyDown={(event) => event.key === "Escape" && setTyped(null)}
    >
      <input
        ref={field}
        value={typed}
        dir="auto"
        maxLength={nameLimit}
        autocomplete="off"
        aria-label={s.renameField}
        aria-invalid={refused !== ""}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
      <button class="button button-small" type="submit">
        {s.renameSave}
      </button>
      <button class="button button-small button-quiet" type="button" onClick={() => setTyped(null)}>
        {s.renameCancel}
      </button>
      {refused && (
        <span class="wrong" role="alert">
          {refused}
        </span>
      )}
    </form>
  );
}
