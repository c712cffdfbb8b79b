// One's own display name before a conversation: proposed, and changed as one likes.
import { nameLimit } from "../model/limits.ts";
import { proposeName } from "../model/names.ts";
import { useStrings } from "../strings/strings.ts";
import { IconButton } from "./icon.tsx";

export function NameField({ name, onChange }: { name: string; onChange(name: string): void }) {
  const s = useStrings();
  return (
    <div class="field">
      <label for="name">{s.start.name}</label>
      <div class="with-action">
        <input
          id="name"
          value={name}
          dir="auto"
          maxLength={nameLimit}
          autocomplete="off"
          aria-describedby="name-hint"
          onInput={(event) => onChange(event.currentTarget.value)}
        />
        <IconButton
          shape="another"
          label={s.start.nameAnother}
          onClick={() => onChange(proposeName(s.names, Math.random))}
        />
      </div>
      <p class="hint" id="name-hint">
        {s.start.nameHint}
      </p>
    </div>
  );
}
