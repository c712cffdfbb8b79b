// The first screen: what this is, what is looked for, and one button.
import type { Parley, WaitEnd } from "@parley-chat/client";
import { Mark } from "../components/brand.tsx";
import { useFocusOnArrival } from "../components/hooks.ts";
import { Interests } from "../components/interests.tsx";
import { Notice } from "../components/notice.tsx";
import { Online } from "../components/online.tsx";
import { languages } from "../model/languages.ts";
import { nameLimit } from "../model/limits.ts";
import { proposeName } from "../model/names.ts";
import type { Preferences } from "../model/preferences.ts";
import { useStrings } from "../strings/strings.ts";

interface Props {
  preferences: Preferences;
  /** How the wait before ended; null when there was none. */
  lastWait: WaitEnd | null;
  stats: Parley["stats"];
  onChange(preferences: Preferences): void;
  onGo(): void;
}

export function StartScreen({ preferences, lastWait, stats, onChange, onGo }: Props) {
  const s = useStrings();
  const heading = useFocusOnArrival<HTMLHeadingElement>();
  const notice = lastWait ? s.waiting.ended(lastWait) : "";
  const onSubmit = (event: Event): void => {
    event.preventDefault();
    onGo();
  };
  return (
    <main class="start">
      <header class="hero">
        <p class="wordmark">
          <Mark /> {s.brand}
        </p>
        <h1 ref={heading} tabIndex={-1}>
          {s.start.headline}
        </h1>
        <p class="lead">{s.start.lead}</p>
        <Online stats={stats} />
      </header>
      <form class="card" onSubmit={onSubmit}>
        {notice && <Notice role="alert">{notice}</Notice>}
        <div class="field">
          <label for="language">{s.start.language}</label>
          <select
            id="language"
            value={preferences.language}
            onChange={(event) => onChange({ ...preferences, language: event.currentTarget.value })}
          >
            {languages.map(({ code, name }) => (
              <option key={code} value={code} lang={code} selected={code === preferences.language}>
                {name}
              </option>
            ))}
          </select>
        </div>
        <Interests
          interests={preferences.interests}
          onChange={(interests) => onChange({ ...preferences, interests })}
        />
        <NameField
          name={preferences.name}
          onChange={(name) => onChange({ ...preferences, name })}
        />
        <button class="button button-go" type="submit">
          {s.start.go}
        </button>
      </form>
    </main>
  );
}

function NameField({ name, onChange }: { name: string; onChange(name: string): void }) {
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
        <button
          type="button"
          class="icon-button"
          aria-label={s.start.nameAnother}
          title={s.start.nameAnother}
          onClick={() => onChange(proposeName(s.names, Math.random))}
        >
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M5 12a7 7 0 0 1 12-4.9L19 9M19 4v5h-5M19 12a7 7 0 0 1-12 4.9L5 15M5 20v-5h5" />
          </svg>
        </button>
      </div>
      <p class="hint" id="name-hint">
        {s.start.nameHint}
      </p>
    </div>
  );
}
