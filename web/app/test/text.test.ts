// What is found in a message's text: addresses and lone emoji; and when a message is late.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextQuestion } from "../src/model/icebreakers.ts";
import { isLate } from "../src/model/late.ts";
import { isLoneEmoji, isRightToLeft, pieces } from "../src/model/text.ts";
import { aMessage as message } from "./a_message.ts";

const links = (text: string) =>
  pieces(text)
    .filter(({ href }) => href !== null)
    .map((piece) => piece.text);

describe("addresses", () => {
  it.each([
    ["see https://a.org/x?y=1.", ["https://a.org/x?y=1"]],
    ["(http://a.org) and https://b.org/c_(d), too", ["http://a.org", "https://b.org/c_(d)"]],
    ["“https://a.org”", ["https://a.org"]],
    ["HTTPS://A.ORG", ["HTTPS://A.ORG"]],
    ["javascript:alert(1) ftp://a.org a.org www.a.org", []],
    ["https://", []],
    ["https://[", []],
  ])("of %s", (text, found) => expect(links(text)).toEqual(found));
  it("lead where they say, by the browser's own reading", () => {
    expect(pieces("https://user@a.org")[0]?.href).toBe("https://user@a.org/");
    expect(pieces("https://а.org")[0]?.href).toBe("https://xn--80a.org/");
  });
  it("are cut out without losing a character, whatever the text", () => {
    const part = fc.oneof(
      fc.string(),
      fc.constantFrom(" ", ").", "https://", "http://a.org/b_(c)", "HTTPS://x.y?z=1#", "(", "\n"),
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const text = parts.join("");
        const cut = pieces(text);
        const led = cut.flatMap(({ href }) => href ?? []);
        const whole = cut.map((piece) => piece.text).join("") === text;
        return whole && led.every((href) => /^https?:/.test(href));
      }),
    );
  });
});

describe("the direction of a text", () => {
  it("is that of its first letter", () => {
    expect(["مرحبا Ada", "1. שלום", "Ada مرحبا", "123", "", "🦊"].map(isRightToLeft)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe("a lone emoji", () => {
  it.each(["😀", "👍🏽", "❤️", "👩‍👩‍👧‍👦", "🇫🇷", "🏳️‍🌈"])("is %s", (text) =>
    expect(isLoneEmoji(text)).toBe(true),
  );
  it.each(["", "a", "7", "😀😀", "ok 👍"])("is not %s", (text) =>
    expect(isLoneEmoji(text)).toBe(false),
  );
});

describe("a message without its tick", () => {
  it("is late after ten seconds", () => {
    expect(isLate(message({ at: 5_000 }), 15_000)).toBe(false);
    expect(isLate(message({ at: 5_000 }), 15_001)).toBe(true);
    expect(isLate(message({ at: 5_000, status: "waiting" }), 15_001)).toBe(true);
    for (const status of ["delivered", "seen", "received"] as const)
      expect(isLate(message({ status }), 99_000)).toBe(false);
  });
});

describe("the next question", () => {
  const bank = ["a", "b", "c", "d", "e"];
  it("is never one that was asked, and never one of the other seat's half", () => {
    const next = (seat: number, asked: readonly string[]) =>
      nextQuestion(
        bank,
        seat,
        asked.map((question) => message({ question })),
        () => 0.999,
      );
    expect(next(1, [])).toBe("d");
    expect(next(1, ["d"])).toBe("b");
    expect(next(1, ["d", "b"])).toBe(null);
    expect(next(2, ["d", "b", "e"])).toBe("c");
  });
});
