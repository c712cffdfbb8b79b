// What one seldom needs while talking: the own name, a question for both, settings, and taking the conversation along.
import type { Refusal } from "@parley-chat/client";
import { useState } from "preact/hooks";
import { asJson, asText } from "../model/saved.ts";
import type { AnyTalkView } from "../model/talk_view.ts";
import { refusalWords } from "../model/talk_words.ts";
import { save } from "../save.ts";
import { useStrings } from "../strings/strings.ts";
import { Icon } from "./icon.tsx";
import { OwnName } from "./own_name.tsx";
import { Sheet } from "./sheet.tsx";
import { Switch } from "./switch.tsx";

export interface Settings {
  readonly sound: boolean;
  readonly seen: boolean;
}

interface Props {
  view: AnyTalkView;
  settings: Settings;
  onSettings(change: Partial<Settings>): void;
  rename(name: string): { readonly ok: true } | Refusal;
  /** Asks both something; null when everything was asked. Not there where there are more than two. */
  ask?(): { readonly ok: true } | Refusal | null;
  onClocks(): void;
  onClose(): void;
}

export function Menu({ view, settings, onSettings, rename, ask, onClocks, onClose }: Props) {
  const s = useStrings();
  const [said, setSaid] = useState("");
  const copy = async (): Promise<void> => {
    const done = await navigator.clipboard?.writeText(asText(s, view)).then(
      () => true,
      () => false,
    );
    setSaid(done ? s.menu.copied : s.menu.copyFailed);
  };
  const askBoth = (): void => {
    const answer = ask?.();
    if (answer?.ok) onClose();
    else setSaid(answer ? refusalWords(s, answer) : s.chat.noQuestions);
  };
  const acts = [
    [s.menu.copy, () => void copy()],
    [s.menu.asText, () => saveText(`${s.saved.file}.txt`, "text/plain", asText(s, view))],
    [s.menu.asJson, () => saveText(`${s.saved.file}.json`, "application/json", asJson(view))],
  ] as const;
  return (
    <Sheet title={s.menu.title} onClose={onClose}>
      {!view.ended && (
        <>
          <OwnName name={view.name} rename={rename} />
          {ask && (
            <button class="row" type="button" onClick={askBoth}>
              <Icon shape="spark" /> {s.chat.ask}
            </button>
          )}
        </>
      )}
      {view.kind === "chat" && (
        <>
          <Switch
            label={s.menu.seen}
            on={settings.seen}
            onChange={(seen) => onSettings({ seen })}
          />
          <Switch
            label={s.menu.sound}
            on={settings.sound}
            onChange={(sound) => onSettings({ sound })}
          />
        </>
      )}
      {acts.map(([label, act]) => (
        <button key={label} class="row" type="button" onClick={act}>
          {label}
        </button>
      ))}
      <button class="row" type="button" onClick={onClocks}>
        <Icon shape="waiting" /> {s.clocks.title}
      </button>
      <p class="hint" role="status">
        {said}
      </p>
    </Sheet>
  );
}

const saveText = (name: string, type: string, text: string): void =>
  save(name, new Blob([text], { type }));
