// The one way to words: which catalogue the page speaks, chosen from the browser's languages.
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { en } from "./en.ts";

export type Strings = typeof en;

const catalogues: Readonly<Record<string, Strings>> = { en };

/** The first catalogue that fits the visitor's languages, English if none does. */
export function chooseStrings(languages: readonly string[]): Strings {
  for (const language of languages) {
    const found = catalogues[language.split("-")[0]?.toLowerCase() ?? ""];
    if (found) return found;
  }
  return en;
}

export const StringsContext = createContext<Strings>(en);
export const useStrings = (): Strings => useContext(StringsContext);
