// The pure part of the page: interests, preferences, words, groups.
import { beforeAll, describe, expect, it } from "vitest";
import { placeOf } from "../src/model/groups.ts";
import { addInterests } from "../src/model/interests.ts";
import { preferredLanguage } from "../src/model/languages.ts";
import { codePoints } from "../src/model/limits.ts";
import { proposeName } from "../src/model/names.ts";
import { keepPreferences, readPreferences } from "../src/model/preferences.ts";
import { secondsLeft } from "../src/model/words.ts";
import en from "../src/strings/en.json";
import { clock, say, speak } from "../src/strings/strings.ts";
import { aMessage } from "./a_message.ts";

beforeAll(() => speak(en, "en"));

const settings = { pageLanguage: "", sound: false, seen: true };
const fresh = { language: "en", interests: [], name: "Calm Wren", ...settings };
const keepOf = (text: string | null) => ({ getItem: () => text, setItem: () => {} });

describe("interests", () => {
  it("are trimmed, split at commas and never doubled, whatever their case", () => {
    expect(addInterests(["chess"], " Chess , night   trains,,jazz ")).toEqual({
      ok: true,
      interests: ["chess", "night trains", "jazz"],
      added: ["night trains", "jazz"],
    });
  });
  it("are at most 8, of 30 characters", () => {
    expect(addInterests([..."abcdefgh"], "i")).toEqual({ ok: false, error: "full" });
    expect(addInterests([], "x".repeat(31))).toEqual({ ok: false, error: "long" });
    expect(addInterests([], "🦊".repeat(30))).toMatchObject({ ok: true });
  });
});

describe("preferences", () => {
  it("survive a visit", () => {
    let text: string | null = null;
    const keep = {
      getItem: () => text,
      setItem: (_: string, value: string) => {
        text = value;
      },
    };
    const chosen = {
      language: "fr",
      interests: ["jazz"],
      name: "Otter",
      pageLanguage: "ar",
      sound: true,
      seen: false,
    };
    keepPreferences(keep, chosen);
    expect(readPreferences(keep, fresh)).toEqual(chosen);
  });
  it.each(["", "null", "[]", "{", '{"language":"xx","interests":3,"name":"","seen":1}'])(
    "replace what is spoilt: %s",
    (text) => {
      expect(readPreferences(keepOf(text), fresh)).toEqual(fresh);
    },
  );
  it("do without a storage that throws", () => {
    const broken = () => {
      throw new Error("no");
    };
    const keep = { getItem: broken, setItem: broken };
    expect(readPreferences(keep, fresh)).toEqual(fresh);
    expect(() => keepPreferences(keep, fresh)).not.toThrow();
  });
  it("begin with the browser's language and a name by chance", () => {
    expect(preferredLanguage(["sv-SE", "pt-BR", "en"])).toBe("pt");
    expect(preferredLanguage([])).toBe("en");
    expect(proposeName(en.names, () => 0)).toBe("Quiet Otter");
    expect(proposeName(en.names, () => 0.9999)).toBe("Dreamy Newt");
  });
});

describe("words", () => {
  it("count characters as the service does", () => expect(codePoints("a🦊é")).toBe(3));
  it("tell time", () => {
    expect(clock(67_900)).toBe("1:07");
    expect(secondsLeft(93_000, 0)).toBe(93);
    expect(secondsLeft(0, 5)).toBe(0);
  });
  it("agree with their numbers", () => {
    expect(say(en.start.online, { n: 1 })).toBe("1 person is here now");
    expect(say(en.start.online, { n: 1204 })).toBe("1,204 people are here now");
  });
});

describe("groups", () => {
  const message = (from: number, at: number) =>
    aMessage({ key: `${from}:${at}`, from, mine: from === 1, at });
  it("join what one person says in one breath", () => {
    const items = [message(1, 0), message(1, 1000), message(2, 2000), message(2, 500_000)];
    expect(items.map((_, index) => placeOf(items, index))).toEqual([
      { first: true, last: false },
      { first: false, last: true },
      { first: true, last: true },
      { first: true, last: true },
    ]);
  });
});
