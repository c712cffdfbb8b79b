// The one way to words: the catalogue that the page speaks now, and how a template of it becomes a sentence.
import type en from "./en.json";

/** What every language has to say, by the shape of the English one; a test holds the others to it. */
export type Strings = typeof en;

/** One sentence, or one for each plural form that the language has, chosen by the value `n`. */
export type Template = string | { readonly other: string; readonly [form: string]: string };
export type Values = Readonly<Record<string, string | number | readonly string[]>>;

let chosen: Strings;
let locale = "en";
let plural: Intl.PluralRules;
let whole: Intl.NumberFormat;
let minute: Intl.DateTimeFormat;
let instant: Intl.DateTimeFormat;

/** Spoken from now on. `tag` is the visitor's own flavour of the language, as `en-GB`: numbers and times follow it. */
export function speak(strings: Strings, tag: string): void {
  chosen = strings;
  locale = tag;
  plural = new Intl.PluralRules(tag);
  whole = new Intl.NumberFormat(tag);
  minute = new Intl.DateTimeFormat(tag, { timeStyle: "short" });
  instant = new Intl.DateTimeFormat(tag, { timeStyle: "medium" });
}

export const useStrings = (): Strings => chosen;
export const spokenLocale = (): string => locale;

/** Fills a template: numbers and lists in the language's own way, `{names:or}` for a choice, names kept apart. */
export function say(template: Template, values: Values = {}): string {
  const form = (text: Exclude<Template, string>): string =>
    text[plural.select(Number(values["n"]))] ?? text.other;
  return (typeof template === "string" ? template : form(template)).replace(
    /\{(\w+)(:or)?\}/g,
    (_, name: string, or?: string) => {
      const value = values[name] ?? "";
      if (typeof value === "number") return whole.format(value);
      if (typeof value === "string") return isolated(value);
      const type = or ? "disjunction" : "conjunction";
      return new Intl.ListFormat(locale, { type }).format(value.map(isolated));
    },
  );
}

/** By the minute, or exactly: to the second. */
export const timeWords = (at: number, exact = false): string =>
  (exact ? instant : minute).format(at);

/** "3 min", "20 sec". */
export function duration(seconds: number): string {
  const [n, unit] = seconds < 100 ? [seconds, "second"] : [seconds / 60, "minute"];
  return new Intl.NumberFormat(locale, { style: "unit", unit }).format(Math.round(Number(n)));
}

/** "0:07", "12:34", in the language's own digits. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = new Intl.NumberFormat(locale, { minimumIntegerDigits: 2 });
  return `${whole.format(Math.floor(seconds / 60))}:${two.format(seconds % 60)}`;
}

const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufefc]/;
const leftToRight = /\p{Script=Latin}|\p{Script=Cyrillic}|\p{Script=Greek}/u;

/** What runs against the sentence around it must not turn its order: Unicode's isolates keep it apart. */
const isolated = (text: string): string =>
  (chosen.direction === "rtl" ? leftToRight : rightToLeft).test(text)
    ? `\u2068${text}\u2069`
    : text;
