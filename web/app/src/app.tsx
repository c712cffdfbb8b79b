// Chooses the screen, keeps title and focus in step with it, and holds what the visitor has chosen.
import type { Parley } from "@parley-chat/client";
import { useCallback, useEffect, useState } from "preact/hooks";
import { proposeName } from "./model/names.ts";
import type { Page } from "./model/page.ts";
import type { Preferences } from "./model/preferences.ts";
import { title } from "./model/words.ts";
import { ChatScreen } from "./screens/chat.tsx";
import { StartScreen } from "./screens/start.tsx";
import { WaitingScreen } from "./screens/waiting.tsx";
import { useStrings } from "./strings/strings.ts";

interface Props {
  page: Page;
  parley: Parley;
  preferences: Preferences;
  keep(preferences: Preferences): void;
}

export function App({ page, parley, preferences: first, keep }: Props) {
  const strings = useStrings();
  const [view, setView] = useState(page.view);
  const [preferences, setPreferences] = useState(first);
  useEffect(() => {
    setView(page.view); // what changed between drawing and listening
    return page.subscribe(() => setView(page.view));
  }, [page]);

  const words = title(strings, view);
  useEffect(() => {
    document.title = words;
  }, [words]);

  const stats = useCallback(() => parley.stats(), [parley]);
  const change = (changed: Preferences): void => {
    setPreferences(changed);
    keep(changed);
  };
  const go = (): void => {
    const name = preferences.name.trim() || proposeName(strings.names, Math.random);
    change({ ...preferences, name });
    page.seek({ ...preferences, name });
  };
  const rename = (name: string): void => change({ ...preferences, name });

  return (
    <>
      {view.screen === "start" && (
        <StartScreen
          preferences={preferences}
          lastWait={view.lastWait}
          stats={stats}
          onChange={change}
          onGo={go}
        />
      )}
      {view.screen === "waiting" && (
        <WaitingScreen wait={view.wait} onCancel={() => page.cancel()} />
      )}
      {view.screen === "chat" && (
        <ChatScreen
          key={view.chat.room}
          page={page}
          chat={view.chat}
          onRenamed={rename}
          onNew={go}
        />
      )}
    </>
  );
}
