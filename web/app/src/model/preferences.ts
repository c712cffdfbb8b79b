// What a visitor looks for and is called: kept in the browser, checked when read, proposed at random when new.

import { languages } from "./languages.ts";
import { codePoints, interestLimit, interestsLimit, nameLimit } from "./limits.ts";

export interface Preferences {
  readonly language: string;
  readonly interests: readonly string[];
  readonly name: string;
}

/** `localStorage`, or what stands in for it; both calls may throw (a private window, a full disk). */
export interface Keep {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

const key = "parley.preferences";

/** What was kept, each field on its own: a spoilt one is replaced by that of `fresh`. */
export function readPreferences(keep: Keep, fresh: Preferences): Preferences {
  const kept = readRecord(keep);
  const { language, interests, name } = kept;
  return {
    language: languages.some(({ code }) => code === language) ? String(language) : fresh.language,
    interests: Array.isArray(interests)
      ? interests.filter(isInterest).slice(0, interestsLimit)
      : fresh.interests,
    name:
      typeof name === "string" && name.trim() !== "" && codePoints(name) <= nameLimit
        ? name
        : fresh.name,
  };
}

/** Not being able to keep them is no reason to trouble anybody: they are asked for again next time. */
export function keepPreferences(keep: Keep, preferences: Preferences): void {
  try {
    keep.setItem(key, JSON.stringify(preferences));
  } catch {}
}

interface Kept {
  readonly language?: unknown;
  readonly interests?: unknown;
  readonly name?: unknown;
}

function readRecord(keep: Keep): Kept {
  try {
    const value: unknown = JSON.parse(keep.getItem(key) ?? "{}");
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}

const isInterest = (value: unknown): value is string =>
  typeof value === "string" && value.trim() !== "" && codePoints(value) <= interestLimit;
