// The one way to words: which catalogue the page speaks, chosen once from the browser's languages.
import { en } from "./en.ts";

export type Strings = typeof en;

const catalogues: Readonly<Record<string, Strings>> = { en };

let chosen: Strings = en;

/** The first catalogue that fits the visitor's languages, English if none does; spoken from now on. */
export function chooseStrings(languages: readonly string[]): Strings {
  const codes = languages.map((language) => language.split("-")[0]?.toLowerCase() ?? "");
  chosen = codes.map((code) => catalogues[code]).find(Boolean) ?? en;
  return chosen;
}

export const useStrings = (): Strings => chosen;
