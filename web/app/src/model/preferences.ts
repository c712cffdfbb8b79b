// What a visitor looks for, is called and likes to see: kept in the browser, checked when read, proposed when new.

import { languages } from "./languages.ts";
import { codePoints, interestLimit, interestsLimit, nameLimit } from "./limits.ts";

export interface Preferences {
  /** Of the conversation. */
  readonly language: string;
  readonly interests: readonly string[];
  readonly name: string;
  /** Of the page, when it is not to be the browser's; else empty. */
  readonly pageLanguage: string;
  /** A sound when somebody is found. */
  readonly sound: boolean;
  /** The partner is told what was on a visible screen. */
  readonly seen: boolean;
}

/** `localStorage`, or what stands in for it; both calls may throw (a private window, a full disk). */
export interface Keep {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

const key = "parley.preferences";

const isLanguage = (value: unknown): value is string =>
  languages.some(({ code }) => code === value);
const isInterest = (value: unknown): value is string =>
  typeof value === "string" && value.trim() !== "" && codePoints(value) <= interestLimit;
const isName = (value: unknown): value is string =>
  typeof value === "string" && value.trim() !== "" && codePoints(value) <= nameLimit;

/** What was kept, each field on its own: a spoilt one is replaced by that of `fresh`. */
export function readPreferences(keep: Keep, fresh: Preferences): Preferences {
  const { language, interests, name, pageLanguage, sound, seen } = readRecord(keep);
  return {
    language: isLanguage(language) ? language : fresh.language,
    interests: Array.isArray(interests)
      ? interests.filter(isInterest).slice(0, interestsLimit)
      : fresh.interests,
    name: isName(name) ? name : fresh.name,
    pageLanguage: isLanguage(pageLanguage) ? pageLanguage : fresh.pageLanguage,
    sound: typeof sound === "boolean" ? sound : fresh.sound,
    seen: typeof seen === "boolean" ? seen : fresh.seen,
  };
}

/** Not being able to keep them is no reason to trouble anybody: they are asked for again next time. */
export function keepPreferences(keep: Keep, preferences: Preferences): void {
  try {
    keep.setItem(key, JSON.stringify(preferences));
  } catch {}
}

function readRecord(keep: Keep): { readonly [K in keyof Preferences]?: unknown } {
  try {
    const value: unknown = JSON.parse(keep.getItem(key) ?? "{}");
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}
