// Every language says everything that English says, with the same blanks to fill, in all of its plural forms.
import { afterAll, describe, expect, it } from "vitest";
import { languages } from "../src/model/languages.ts";
import ar from "../src/strings/ar.json";
import { chooseSpeech } from "../src/strings/choice.ts";
import de from "../src/strings/de.json";
import en from "../src/strings/en.json";
import es from "../src/strings/es.json";
import fr from "../src/strings/fr.json";
import pt from "../src/strings/pt.json";
import { clock, type Strings, say, speak, timeWords } from "../src/strings/strings.ts";

type Words = string | readonly string[] | { readonly [key: string]: Words };

const catalogues: Readonly<Record<string, Words>> = { ar, de, en, es, fr, pt };
const others = Object.entries(catalogues).filter(([code]) => code !== "en");

const isPlural = (words: Words): words is { readonly [form: string]: string } =>
  typeof words === "object" && "other" in words && !("spam" in words) && !("outbox_full" in words);

/** Every text with its path; a plural is one text of many forms. */
function texts(words: Words, path = ""): Map<string, readonly string[]> {
  if (typeof words === "string") return new Map([[path, [words]]]);
  if (Array.isArray(words)) return new Map([[path, words]]);
  if (isPlural(words)) return new Map([[path, Object.values(words)]]);
  return new Map(
    Object.entries(words).flatMap(([key, inner]) => [
      ...texts(inner, path ? `${path}.${key}` : key),
    ]),
  );
}

const plurals = (words: Words): ReadonlyArray<{ readonly [form: string]: string }> => {
  if (typeof words === "string" || Array.isArray(words)) return [];
  return isPlural(words) ? [words] : Object.values(words).flatMap(plurals);
};

const blanks = (text: string): readonly string[] =>
  [...text.matchAll(/\{\w+(:or)?\}/g)].map(([blank]) => blank).sort();

const english = texts(en);
afterAll(() => speak(en, "en"));

it("is there in every language that can be chosen", () => {
  expect(Object.keys(catalogues).sort()).toEqual(languages.map(({ code }) => code).sort());
});

describe.each(others)("the catalogue %s", (code, words) => {
  const here = texts(words);
  it("has every text of the English one, and no other", () => {
    expect([...here.keys()]).toEqual([...english.keys()]);
    expect(
      [...here].filter(([path, all]) => all.some((one) => !one) && path !== "tick.received"),
    ).toEqual([]);
  });
  it("leaves the same blanks", () => {
    const wrong = [...here].filter(([path, all]) => {
      const wanted = blanks(english.get(path)?.at(-1) ?? "");
      // A form for one, two or none may say the number in words.
      return all.some((text) => {
        const missing = wanted.filter((blank) => !blanks(text).includes(blank));
        const added = blanks(text).filter((blank) => !wanted.includes(blank));
        return (
          added.length > 0 ||
          missing.some((blank) => blank !== "{n}") ||
          (all.length === 1 && missing.length > 0)
        );
      });
    });
    expect(wrong).toEqual([]);
  });
  it("has each plural form that whole numbers take", () => {
    const rules = new Intl.PluralRules(code);
    const forms = new Set(Array.from({ length: 200 }, (_, n) => rules.select(n)));
    for (const plural of plurals(words))
      expect(Object.keys(plural)).toEqual(expect.arrayContaining([...forms]));
  });
  it("is translated", () => {
    const same = [...here].filter(
      ([path, all]) => all.length === 1 && all[0] === english.get(path)?.[0],
    );
    const alike =
      /^(direction|brand|title\.(chat|unread)|chat\.(says|message)|names\.join|tick\.received|saved\.file|start\.suggestions|clocks\.node|chat\.log)$/;
    expect(same.map(([path]) => path).filter((path) => !alike.test(path))).toEqual([]);
  });
});

describe("the bank of questions", () => {
  it("has numbers that the protocol takes", () => {
    for (const id of Object.keys(en.questions)) expect(id).toMatch(/^[a-z0-9-]{1,40}$/);
  });
});

describe("speech", () => {
  const as = (words: unknown, tag: string) => speak(words as Strings, tag);
  it("is the page's choice, else the browser's first that is spoken, else English", () => {
    expect(chooseSpeech(["sv", "pt-BR", "en"])).toEqual({ code: "pt", tag: "pt-BR" });
    expect(chooseSpeech(["pt-BR"], "fr")).toEqual({ code: "fr", tag: "fr" });
    expect(chooseSpeech([], "xx")).toEqual({ code: "en", tag: "en" });
  });
  it("counts and lists in its own way", () => {
    as(de, "de");
    expect(say(de.start.online, { n: 1204 })).toBe("1.204 Menschen sind gerade hier");
    expect(say("{a:or}", { a: ["x", "y"] })).toBe("x oder y");
    as(ar, "ar-EG");
    expect(say(ar.chat.newMessages, { n: 2 })).toBe("رسالتان جديدتان");
    expect(say(ar.chat.newMessages, { n: 11 })).toBe("١١ رسالة جديدة");
    expect(clock(67_000)).toBe("١:٠٧");
  });
  it("keeps a name of the other direction apart", () => {
    as(ar, "ar");
    expect(say("{name}؟", { name: "Ada" })).toBe("\u2068Ada\u2069؟");
    as(en, "en");
    expect(say("{name}?", { name: "Ada" })).toBe("Ada?");
    expect(say("{name}?", { name: "ليلى" })).toBe("\u2068ليلى\u2069?");
  });
  it("tells the minute, and exactly when asked", () => {
    as(en, "en-GB");
    const at = new Date(2026, 10, 21, 16, 5, 9).getTime();
    expect(timeWords(at)).toBe("16:05");
    expect(timeWords(at, true)).toBe("16:05:09");
  });
});
