// Interests as chips: typed, added with Enter or a comma, removed by their button or Backspace.
import { useRef, useState } from "preact/hooks";
import { addInterests } from "../model/interests.ts";
import { interestsLimit } from "../model/limits.ts";
import { useStrings } from "../strings/strings.ts";

interface Props {
  interests: readonly string[];
  onChange(interests: readonly string[]): void;
}

export function Interests({ interests, onChange }: Props) {
  const s = useStrings().start;
  const [typed, setTyped] = useState("");
  const [said, setSaid] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const full = interests.length >= interestsLimit;

  const add = (text: string): void => {
    const result = addInterests(interests, text);
    if (!result.ok) return setSaid(result.error === "full" ? s.interestsFull : s.interestLong);
    setTyped("");
    if (result.added.length === 0) return;
    onChange(result.interests);
    setSaid(s.interestAdded(result.added.join(", ")));
  };
  const remove = (interest: string): void => {
    onChange(interests.filter((kept) => kept !== interest));
    setSaid(s.interestRemoved(interest));
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const last = interests.at(-1);
    if (event.key === "Backspace" && typed === "" && last !== undefined) remove(last);
    if (event.key !== "Enter" || typed.trim() === "") return;
    event.preventDefault(); // the form is sent by the next Enter, with the field empty
    add(typed);
  };
  const onInput = (event: Event & { currentTarget: HTMLInputElement }): void => {
    const text = event.currentTarget.value;
    setTyped(text);
    if (/[,،;]/.test(text)) add(text);
  };

  return (
    <div class="field">
      <label for="interests">{s.interests}</label>
      <div class="chips">
        {interests.map((interest) => (
          <span class="chip" key={interest}>
            <span dir="auto">{interest}</span>
            <button
              type="button"
              aria-label={s.interestRemove(interest)}
              onClick={() => remove(interest)}
            >
              <svg viewBox="0 0 16 16" aria-hidden="true">
                <path d="m4.5 4.5 7 7m0-7-7 7" />
              </svg>
            </button>
          </span>
        ))}
        <input
          id="interests"
          ref={field}
          value={typed}
          dir="auto"
          autocomplete="off"
          autocapitalize="none"
          enterkeyhint="enter"
          placeholder={interests.length === 0 ? s.interestsPlaceholder : ""}
          aria-describedby="interests-hint"
          onInput={onInput}
          onKeyDown={onKeyDown}
          onBlur={() => add(typed)}
        />
      </div>
      <p class="hint" id="interests-hint">
        {full ? s.interestsFull : said === s.interestLong ? said : s.interestsHint}
      </p>
      <p class="unseen" role="status">
        {said}
      </p>
    </div>
  );
}
