// The panel of clocks, over the test double: how far they disagree, in words, and what each says of a message.
import { act } from "preact/test-utils";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { clockWords } from "../src/model/clocks.ts";
import de from "../src/strings/de.json";
import en from "../src/strings/en.json";
import { sizeWords, span } from "../src/strings/measures.ts";
import { type Strings, speak } from "../src/strings/strings.ts";
import { Visitor } from "./visitor.ts";

let visitor: Visitor;

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  visitor = new Visitor();
});
afterEach(() => visitor.leave());

describe("the panel of clocks", () => {
  beforeAll(() => speak(en, "en"));
  it("tells one's own clock only when that is wanted, and dates each message four times", async () => {
    const chat = await visitor.chatting();
    const at = new Date(2026, 10, 21, 16, 5, 9, 250).getTime();
    chat.now = () => at;
    chat.clockOffset = { offsetMs: 240_500, errorMs: 12 };
    chat.reference = { offsetMs: -1.2, errorMs: 8 };
    chat.dated = {
      clock: { at: at - 60_000, offsetMs: 59_990, errorMs: 7 },
      reference: { offsetMs: -1 },
    };
    await act(() => chat.hears("hello"));
    await visitor.click("More");
    await visitor.click("Clocks");
    const panel = () => visitor.find("dialog").textContent;
    expect(panel()).toContain(
      "Your clock is 4 minutes behind the server’s, give or take 12 milliseconds.",
    );
    expect(panel()).toContain("The clock of Brave Lynx is 60 seconds behind the server’s");
    expect(panel()).toContain("The server and its reference agree within 10 milliseconds.");
    expect(visitor.find("dl").textContent).toMatch(
      /Sender04:04:09\.250.*corrected04:05:09\.240.*± 7 ms.*Server04:05:09\.250.*Reference04:05:09\.249/,
    );
    chat.clockOffset = { offsetMs: -7_200_000, errorMs: 12 };
    await vi.waitFor(() => expect(panel()).toContain("2 hours ahead"), { timeout: 3_000 });
    expect(chat.asked).not.toContain("clocks on");
    await act(() => visitor.find<HTMLInputElement>("dialog .switch input").click());
    expect(chat.asked).toContain("clocks on");
    expect(visitor.find<HTMLInputElement>("dialog .switch input").checked).toBe(true);
  });
  it("has no word for an instant that is in no calendar, and says what was no text", async () => {
    const chat = await visitor.chatting();
    const at = Number.MAX_SAFE_INTEGER;
    chat.dated = { clock: { at, offsetMs: -7, errorMs: 7 }, reference: null };
    await act(() => chat.hearsFile("map.pdf", 4096));
    chat.dated = { clock: { at: 8.64e15, offsetMs: 7, errorMs: 7 }, reference: null };
    await act(() => chat.hearsImage(4, 3));
    await visitor.click("More");
    await visitor.click("Clocks");
    const words = visitor.find(".clocks").textContent ?? "";
    expect(words.match(/Sender, correctednot told/g)).toHaveLength(2);
    expect(words.match(/Sendernot told/g)).toHaveLength(1);
    expect(words).toContain("(a picture)");
    expect(words).toContain("(a file: map.pdf, 4 kB)");
  });
  it("keeps the two halves of a time apart where words run the other way", async () => {
    const chat = await visitor.chatting();
    const clock = { at: Date.now(), offsetMs: 0, errorMs: 7 };
    chat.dated = { clock, reference: null };
    await act(() => chat.hears("hello"));
    await visitor.click("More");
    await visitor.click("Clocks");
    expect(visitor.find("dl bdi + bdi").textContent).toBe("7 ms");
  });
  it("speaks of what it knows", () => {
    const say = (offsetMs: number, errorMs: number) =>
      clockWords(en, "mine", { offsetMs, errorMs });
    expect(say(-5_000, 20)).toBe(
      "Your clock is 5 seconds ahead of the server’s, give or take 20 milliseconds.",
    );
    expect(say(3, 20)).toBe("Your clock and the server’s agree within 23 milliseconds.");
    expect(clockWords(en, "theirs", null, "Ada")).toBe("Ada doesn’t tell what time it is there.");
    expect([span(1_999), span(2_000), span(7_200_000)]).toEqual([
      "2,000 milliseconds",
      "2 seconds",
      "2 hours",
    ]);
    speak(de as Strings, "de");
    expect([span(120_000), sizeWords(5 * 2 ** 20), sizeWords(1_600_000)]).toEqual([
      "2 Minuten",
      "5 MB",
      "1,5 MB",
    ]);
  });
});
