// Interests as chips: typed, added with Enter or a comma or by a suggestion, removed by their button or Backspace.
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { addInterests, shuffled } from "../model/interests.ts";
import { interestLimit, interestsLimit } from "../model/limits.ts";
import { say, useStrings } from "../strings/strings.ts";
import { dirOf } from "./hooks.ts";
import { Icon } from "./icon.tsx";

interface Props {
  interests: readonly string[];
  onChange(interests: readonly string[]): void;
}

const suggestionsShown = 5;

export function Interests({ interests, onChange }: Props) {
  const strings = useStrings();
  const s = strings.start;
  const [typed, setTyped] = useState("");
  const [said, setSaid] = useState("");
  const [wrong, setWrong] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const suggested = useMemo(() => shuffled(strings.suggested, Math.random), [strings]);
  const left = suggested.filter((word) => !interests.includes(word)).slice(0, suggestionsShown);

  const add = (text: string): void => {
    const result = addInterests(interests, text);
    const full = { template: s.interestsFull, n: interestsLimit };
    const long = { template: s.interestLong, n: interestLimit };
    if (!result.ok) {
      const { template, n } = result.error === "full" ? full : long;
      return setWrong(say(template, { n }));
    }
    setTyped("");
    setWrong("");
    if (result.added.length === 0) return;
    onChange(result.interests);
    setSaid(say(s.interestAdded, { interest: result.added.join(", ") }));
  };
  const remove = (interest: string): void => {
    onChange(interests.filter((kept) => kept !== interest));
    setWrong("");
    setSaid(say(s.interestRemoved, { interest }));
    field.current?.focus();
  };
  // A suggestion that is taken goes away and must not take the focus with it: the next one has its place.
  const taken = useRef(-1);
  const group = useRef<HTMLDivElement>(null);
  const suggest = (word: string, index: number): void => {
    taken.current = index;
    add(word);
  };
  useLayoutEffect(() => {
    if (taken.current < 0) return;
    const next = group.current?.children[Math.min(taken.current, left.length - 1)] ?? field.current;
    (next as HTMLElement | null)?.focus({ preventScroll: true });
    taken.current = -1;
  });
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
              aria-label={say(s.interestRemove, { interest })}
              onClick={() => remove(interest)}
            >
              <Icon shape="close" />
            </button>
          </span>
        ))}
        <input
          id="interests"
          ref={field}
          value={typed}
          dir={dirOf(typed)}
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
      {left.length > 0 && interests.length < interestsLimit && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw a second frame around it
        <div class="suggestions" role="group" aria-label={s.suggestions} ref={group}>
          {left.map((word, index) => (
            <button
              key={word}
              type="button"
              aria-label={say(s.interestAdd, { interest: word })}
              onClick={() => suggest(word, index)}
            >
              {word}
            </button>
          ))}
        </div>
      )}
      <p class="hint" id="interests-hint">
        {wrong || say(s.interestsHint, { n: interestsLimit })}
      </p>
      <p class="unseen" role="status">
        {wrong || said}
      </p>
    </div>
  );
}
