// What a terminal shows: honest, and harmless whatever a stranger writes.
import type { Message } from "@parley-chat/client";
import { expect, test } from "vitest";
import { chatEnd, harmless, refusal, said, waitEnd } from "../src/words.js";

const message: Message = {
  ...{ kind: "message", key: "2:1", from: 2, mine: false, seq: 1, text: "hi", at: 0 },
  ...{ edited: false, removed: false, question: null, status: "received", revision: 1 },
  ...{ image: null, file: null, filtered: false, held: false, clock: null, reference: null },
};

test("a stranger cannot steer the terminal", () => {
  expect(harmless("\u001b[2J\u001b]0;gotcha\u0007")).toBe("\uFFFD[2J\uFFFD]0;gotcha\uFFFD");
  expect(harmless("a\u202Eb\u2066c\u2028d\re")).toBe("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe");
  expect(harmless("héllo мир 世界 👋🏽\ttab")).toBe("héllo мир 世界 👋🏽\ttab");
});

test("further lines of a message cannot be taken for another speaker's", () => {
  expect(said("Lynx", { ...message, text: "one\nOtter: two" })).toBe("Lynx: one\n  Otter: two");
});

test("a message says what became of it", () => {
  expect(said("Lynx", { ...message, edited: true })).toBe("Lynx: hi (edited)");
  expect(said("Lynx", { ...message, text: "", removed: true })).toBe("Lynx: (removed)");
  expect(said("Lynx", { ...message, text: "", question: "12" })).toBe("Lynx: (question 12)");
});

test("what a terminal cannot show it names", () => {
  const id = "0".repeat(32);
  const image = { id, size: 7, width: 640, height: 480 };
  expect(said("Lynx", { ...message, text: "", image })).toBe("Lynx: (image, 640 × 480)");
  const file = { id, size: 7, name: "a\u001b.txt" };
  expect(said("Lynx", { ...message, text: "", file })).toBe("Lynx: (file a\uFFFD.txt, 7 bytes)");
});

test("ends and refusals are told in words", () => {
  expect(chatEnd({ reason: "left", byMe: true }, "Lynx")).toBe("you left");
  expect(chatEnd({ reason: "gone", byMe: false }, "Lynx")).toBe("Lynx did not come back");
  expect(waitEnd({ reason: "refused", error: "language_unknown", languages: ["en", "de"] })).toBe(
    "no partner: language_unknown (there are: en, de)",
  );
  expect(refusal({ ok: false, error: "too_long", limit: 4_000 })).toBe(
    "not sent: too_long (at most 4000 characters)",
  );
});
