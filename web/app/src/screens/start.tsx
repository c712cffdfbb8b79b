// The first screen: what this is, what is looked for, and one button.
import type { Parley, WaitEnd } from "@parley-chat/client";
import { useFocusOnArrival } from "../components/hooks.ts";
import { Interests } from "../components/interests.tsx";
import { Mark } from "../components/mark.tsx";
import { NameField } from "../components/name_field.tsx";
import { Notice } from "../components/notice.tsx";
import { Online } from "../components/online.tsx";
import { RulesLink } from "../components/rules.tsx";
import { languages } from "../model/languages.ts";
import type { Preferences } from "../model/preferences.ts";
import { waitEndWords } from "../model/words.ts";
import { useStrings } from "../strings/strings.ts";

interface Props {
  preferences: Preferences;
  /** The language that the page speaks. */
  speaks: string;
  /** How the wait before ended; null when there was none. */
  lastWait: WaitEnd | null;
  stats: Parley["stats"];
  onChange(change: Partial<Preferences>): void;
  onGo(): void;
  /** A room is to be opened by its name. */
  onRoom(): void;
}

export function StartScreen(props: Props) {
  const { preferences, speaks, lastWait, stats, onChange, onGo, onRoom } = props;
  const s = useStrings();
  const heading = useFocusOnArrival<HTMLHeadingElement>();
  const notice = lastWait ? waitEndWords(s, lastWait) : "";
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
          <LanguageChoice
            id="language"
            chosen={preferences.language}
            onChoose={(language) => onChange({ language })}
          />
        </div>
        <Interests
          interests={preferences.interests}
          onChange={(interests) => onChange({ interests })}
        />
        <NameField name={preferences.name} onChange={(name) => onChange({ name })} />
        <div class="go">
          <button class="button button-go" type="submit">
            {s.start.go}
          </button>
          <p class="hint">
            {s.start.rulesLine} <RulesLink />
          </p>
        </div>
      </form>
      <footer class="start-foot">
        <button class="plain" type="button" onClick={onRoom}>
          {s.room.open}
        </button>
        <label for="page-language">{s.start.pageLanguage}</label>
        <LanguageChoice
          id="page-language"
          chosen={speaks}
          onChoose={(pageLanguage) => onChange({ pageLanguage })}
        />
      </footer>
    </main>
  );
}

interface LanguageChoiceProps {
  id: string;
  chosen: string;
  onChoose(code: string): void;
}

function LanguageChoice({ id, chosen, onChoose }: LanguageChoiceProps) {
  return (
    <select id={id} value={chosen} onChange={(event) => onChoose(event.currentTarget.value)}>
      {languages.map(({ code, name }) => (
        <option key={code} value={code} lang={code} selected={code === chosen}>
          {name}
        </option>
      ))}
    </select>
  );
}
