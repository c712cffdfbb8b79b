// Which language the page speaks to a visitor, and in which flavour of it numbers and times are written.
import { languages } from "../model/languages.ts";

export interface Speech {
  readonly code: string;
  /** The visitor's own tag, as `pt-BR`, where it is of that language. */
  readonly tag: string;
}

/** The one that was chosen on the page, else the first of the browser's that is spoken, else English. */
export function chooseSpeech(browser: readonly string[], wanted = ""): Speech {
  const base = (tag: string): string => tag.split("-")[0]?.toLowerCase() ?? "";
  const isSpoken = (code: string): boolean => languages.some((known) => known.code === code);
  const code = [wanted, ...browser.map(base)].find(isSpoken) ?? "en";
  return { code, tag: browser.find((tag) => base(tag) === code) ?? code };
}
