// Puts the page into a document, over the real client library or a test's double.
import type { Parley } from "@parley-chat/client";
import { render } from "preact";
import { App } from "./app.tsx";
import { preferredLanguage } from "./model/languages.ts";
import { proposeName } from "./model/names.ts";
import { Page } from "./model/page.ts";
import { type Keep, keepPreferences, readPreferences } from "./model/preferences.ts";
import { chooseStrings } from "./strings/strings.ts";

export function mount(root: HTMLElement, parley: Parley): void {
  const strings = chooseStrings(navigator.languages);
  document.documentElement.lang = strings.locale;
  document.documentElement.dir = strings.direction;

  const keep = browserKeep();
  const preferences = readPreferences(keep, {
    language: preferredLanguage(navigator.languages),
    interests: [],
    name: proposeName(strings.names, Math.random),
  });
  keepPreferences(keep, preferences);

  const page = new Page(parley, { now, hidden: () => document.hidden });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) page.seen();
  });
  page.restore();
  render(
    <App
      page={page}
      parley={parley}
      strings={strings}
      preferences={preferences}
      keep={(changed) => keepPreferences(keep, changed)}
    />,
    root,
  );
}

/** Never runs backwards; the same clock as the library's, so that its instants can be counted down. */
const now = (): number => performance.timeOrigin + performance.now();

/** `localStorage` where the browser gives it; a private window may throw at the mere mention. */
function browserKeep(): Keep {
  try {
    return window.localStorage;
  } catch {
    return { getItem: () => null, setItem: () => {} };
  }
}
