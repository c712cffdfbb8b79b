// Chooses the screen, keeps title and focus in step with it, and holds what the visitor has chosen.
import type { Parley } from "@parley-chat/client";
import { Fragment, type VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Rules } from "./components/rules.tsx";
import { LaterScreen } from "./later_parts.tsx";
import { proposeName } from "./model/names.ts";
import type { Page } from "./model/page.ts";
import type { Preferences } from "./model/preferences.ts";
import type { View } from "./model/view.ts";
import { title } from "./model/words.ts";
import { StartScreen } from "./screens/start.tsx";
import { WaitingScreen } from "./screens/waiting.tsx";
import { useStrings } from "./strings/strings.ts";

interface Props {
  page: Page;
  stats: Parley["stats"];
  preferences: Preferences;
  /** The language that the page speaks at first. */
  speaks: string;
  keep(preferences: Preferences): void;
  /** Makes the page speak another language; tells which one it speaks then. */
  translate(code: string): Promise<string>;
  extra: Extra | undefined;
}

/** Something drawn below whatever screen there is. */
export type Extra = (view: View) => VNode;

export function App({ page, stats, keep, translate, extra, ...first }: Props) {
  const strings = useStrings();
  const [view, setView] = useState(page.view);
  const [preferences, setPreferences] = useState(first.preferences);
  const [speaks, setSpeaks] = useState(first.speaks);
  useEffect(() => {
    setView(page.view); // what changed between drawing and listening
    return page.subscribe(() => setView(page.view));
  }, [page]);

  const words = title(strings, view);
  useEffect(() => {
    if (words !== null) document.title = words;
  }, [words]);

  const change = (some: Partial<Preferences>): void => {
    const changed = { ...preferences, ...some };
    setPreferences(changed);
    keep(changed);
    if (some.pageLanguage) void translate(some.pageLanguage).then(setSpeaks, () => {}); // it goes on in the one it has
  };
  const takeName = (): string => {
    const name = preferences.name.trim() || proposeName(strings.names, Math.random);
    change({ name });
    return name;
  };
  const go = (): void => void page.seek({ ...preferences, name: takeName() });

  return (
    <Fragment key={speaks}>
      {view.screen === "start" ? (
        <StartScreen
          preferences={preferences}
          speaks={speaks}
          lastWait={view.lastWait}
          stats={stats}
          onChange={change}
          onGo={go}
          onRoom={() => page.toForm()}
        />
      ) : view.screen === "waiting" ? (
        <WaitingScreen
          wait={view.wait}
          sound={preferences.sound}
          onSound={(sound) => change({ sound })}
          onCancel={() => page.cancel()}
        />
      ) : (
        <LaterScreen {...{ page, view, preferences, takeName }} onChange={change} onNext={go} />
      )}
      <Rules />
      {extra?.(view)}
    </Fragment>
  );
}
