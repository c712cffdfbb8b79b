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

  const keep = browserKeep("localStorage");
  const preferences = readPreferences(keep, {
    language: preferredLanguage(navigator.languages),
    interests: [],
    name: proposeName(strings.names, Math.random),
  });
  keepPreferences(keep, preferences);

  const page = new Page(parley, {
    now,
    hidden: () => document.hidden,
    tab: browserKeep("sessionStorage"),
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) page.seen();
  });
  // Out of the back/forward cache comes a page that has slept, while another one of this tab may have gone on with the
  // chat: what the tab's storage holds is newer than what this page remembers.
  window.addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
  page.restore();
  render(
    <App
      page={page}
      parley={parley}
      preferences={preferences}
      keep={(changed) => keepPreferences(keep, changed)}
    />,
    root,
  );
}

/** Never runs backwards; the same clock as the library's, so that its instants can be counted down. */
const now = (): number => performance.timeOrigin + performance.now();

/** The storage where the browser gives it; a private window may throw at the mere mention. */
function browserKeep(name: "localStorage" | "sessionStorage"): Keep {
  try {
    return window[name];
  } catch {
    return { getItem: () => null, setItem: () => {} };
  }
}
