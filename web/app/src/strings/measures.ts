// How long and how large, and when exactly, in the language that the page speaks.
import { spokenLocale } from "./strings.ts";

/** Milliseconds to days, in two digits that count: "4 minutes", "12 milliseconds"; short "12 ms". */
export function span(ms: number, unitDisplay: "long" | "short" = "long"): string {
  const [unit, one] = units.findLast(([, one]) => ms >= 2 * one) ?? units[0];
  const style = { style: "unit", unit, unitDisplay, maximumSignificantDigits: 2 } as const;
  return new Intl.NumberFormat(spokenLocale(), style).format(ms / one);
}
const units = [
  ["millisecond", 1],
  ["second", 1000],
  ["minute", 60_000],
  ["hour", 3_600_000],
  ["day", 86_400_000],
] as const;

/** "5 MB", "320 kB": what a file takes. */
export function sizeWords(bytes: number): string {
  const [unit, value] =
    bytes < 2 ** 20 ? ["kilobyte", bytes / 1024] : ["megabyte", bytes / 2 ** 20];
  const style = {
    style: "unit",
    unit,
    maximumFractionDigits: unit === "megabyte" ? 1 : 0,
  } as const;
  return new Intl.NumberFormat(spokenLocale(), style).format(Math.max(Number(value), 1));
}

/** What a clock may say at most: a calendar has no further days. */
const furthest = 8.64e15;

/** To the millisecond; null for an instant that is in no calendar. */
export function fineTime(at: number): string | null {
  const two = "2-digit";
  const style = { hour: two, minute: two, second: two, fractionalSecondDigits: 3 } as const;
  return Math.abs(at) <= furthest
    ? new Intl.DateTimeFormat(spokenLocale(), style).format(at)
    : null;
}
