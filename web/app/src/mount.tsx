// Puts the page into a document, over the real client library or a test's double.
import type { Parley } from "@parley-chat/client";
import { render } from "preact";
import { App, type Extra } from "./app.tsx";
import { Notice } from "./components/notice.tsx";
import { keepFocus } from "./focus.ts";
import { needParts } from "./later_parts.tsx";
import { preferredLanguage } from "./model/languages.ts";
import { proposeName } from "./model/names.ts";
import { Page } from "./model/page.ts";
import {
  type Keep,
  keepPreferences,
  type Preferences,
  readPreferences,
} from "./model/preferences.ts";
import { isPressKept, isUnderWay, keepPress } from "./model/press.ts";
import type { Missing } from "./model/surroundings.ts";
import { chime } from "./sound.ts";
import { chooseSpeech } from "./strings/choice.ts";
import { type Strings, speak, useStrings } from "./strings/strings.ts";

/** The words of a language by its code; the page asks for no other than the one it speaks. */
export type FetchStrings = (code: string) => Promise<Strings>;

export async function mount(
  root: HTMLElement,
  library: (missing?: Missing) => Promise<Parley>,
  fetchStrings: FetchStrings,
  extra?: Extra,
): Promise<void> {
  const keep = browserKeep("localStorage");
  let preferences = readPreferences(keep, fresh());
  const change = (changed: Preferences): void => {
    preferences = changed;
    keepPreferences(keep, changed);
  };
  const translate = async (wanted: string): Promise<string> => {
    const { code, tag } = chooseSpeech(navigator.languages, wanted);
    const strings = await fetchStrings(code);
    speak(strings, tag);
    document.documentElement.lang = code;
    document.documentElement.dir = strings.direction;
    if (preferences.name === "")
      change({ ...preferences, name: proposeName(strings.names, Math.random) });
    return code;
  };
  const speaks = await translate(preferences.pageLanguage);
  const tab = browserKeep("sessionStorage");
  const page = new Page(library, {
    now,
    random: Math.random,
    hidden: () => document.hidden,
    tab,
    prepare: async (file) => (await needParts()).prepare(file),
    chime: () => preferences.sound && chime(),
  });
  // Out of the back/forward cache comes a page that has slept, while another one of this tab may have gone on with the
  // chat: what the tab's storage holds is newer than what this page remembers.
  window.addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
  keepFocus(root);
  // Who is new here sees the start, and all that comes after it is fetched while they read.
  const invitedTo = new URLSearchParams(location.search).get("room");
  if (isUnderWay(tab) || invitedTo !== null) {
    await needParts(() => {
      render(<Late />, root);
      return true;
    });
    keepPress(tab, false); // it was made before the visitor came here
    await page.restore(invitedTo);
  } else if (isPressKept(tab)) {
    void page.seek(preferences);
  }
  const stats = async () => (await library()).stats();
  const props = { page, stats, preferences, speaks, keep: change, translate, extra };
  render(null, root);
  root.replaceChildren(); // what stood there until now
  render(<App {...props} />, root);
}

/** For whom there is nothing to draw without what can't be had just now. */
function Late() {
  return (
    <main class="waiting">
      <Notice role="alert">{useStrings().later}</Notice>
    </main>
  );
}

/** What a visitor begins with; the name is proposed when there are words. */
const fresh = (): Preferences => ({
  language: preferredLanguage(navigator.languages),
  interests: [],
  name: "",
  pageLanguage: "",
  sound: false,
  seen: true,
});

/** Never runs backwards; the same clock as the library's, so that its instants can be counted down. */
const now = (): number => performance.timeOrigin + performance.now();

const none: Keep = { getItem: () => null, setItem: () => {} };

/** The storage where the browser gives it; a private window may throw at the mere mention. */
function browserKeep(name: "localStorage" | "sessionStorage"): Keep {
  try {
    return window[name] ?? none;
  } catch {
    return none;
  }
}
