// What is chosen to be sent: read at once, known for a picture by its bytes, and never silent while it goes on.
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { looksLikePicture } from "../src/model/looks.ts";
import { drawing } from "./drawing.ts";
import type { FakeChat } from "./fake_client.ts";
import { Visitor } from "./visitor.ts";

let visitor: Visitor;

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  visitor = new Visitor();
});
afterEach(() => {
  visitor.leave();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const bytes = (...text: string[]) => Uint8Array.from(text.join(""), (one) => one.charCodeAt(0));
const uploads = () => visitor.find(".uploads").textContent;
const going = (chat: FakeChat) => vi.waitFor(() => expect(chat.uploads).toHaveLength(1));

describe("a file that was chosen", () => {
  it("is in memory before it goes: what becomes of it on the disk is no matter", async () => {
    const chat = await visitor.chatting();
    const sendFile = vi.spyOn(chat, "sendFile");
    const file = new File(["as it was"], "notes.txt", { type: "text/plain" });
    await visitor.choose(file);
    await going(chat);
    const sent = sendFile.mock.calls[0]?.[0];
    expect([sent === file, await sent?.text(), sent?.type]).toEqual([
      false,
      "as it was",
      "text/plain",
    ]);
  });
  it("and was moved meanwhile, is refused in words and holds up nothing", async () => {
    const chat = await visitor.chatting();
    const moved = new File(["x"], "moved.pdf", { type: "application/pdf" });
    vi.spyOn(moved, "arrayBuffer").mockRejectedValue(new DOMException("", "NotReadableError"));
    await visitor.choose(moved, new File(["y"], "b.pdf", { type: "application/pdf" }));
    await going(chat);
    await vi.waitFor(() => expect(uploads()).toContain("moved.pdf can’t be read. Was it changed"));
  });
  it("is a picture by its bytes too, where nobody says so: it is made anew", async () => {
    const written = drawing(40, 30);
    const chat = await visitor.chatting();
    await visitor.choose(new File([bytes("\xff\xd8\xff\xe1 GPS and more")], "me"));
    await going(chat);
    expect(written).toEqual(["image/webp 40x30"]);
  });
  it("is not sent as it is when it looks like a photo that can’t be drawn", async () => {
    drawing(1, 1);
    const chat = await visitor.chatting();
    await visitor.choose(new File([bytes("\0\0\0\x18ftypheic\0\0\0\0 GPS")], "broken.heic"));
    await vi.waitFor(() => expect(uploads()).toContain("can’t read the picture broken.heic"));
    expect(chat.uploads).toEqual([]);
  });
  it("is too large, also when it has no type", async () => {
    await visitor.chatting();
    await visitor.choose(new File([new Uint8Array(5 * 2 ** 20 + 1)], "big"));
    expect(uploads()).toContain("big is too large");
  });
  it("says that it goes on when nothing moves for a while, until something does", async () => {
    const chat = await visitor.chatting();
    const pdf = (name: string) => new File(["x"], name, { type: "application/pdf" });
    await visitor.choose(pdf("a.pdf"), pdf("b.pdf"));
    await going(chat);
    vi.useFakeTimers();
    const progress = (fraction: number) => act(() => chat.uploads[0]?.progress(fraction));
    const after = (ms: number) => act(() => void vi.advanceTimersByTime(ms));
    await progress(0.5);
    await after(6_000);
    await progress(0); // the next attempt
    await progress(0.4);
    await after(6_000);
    expect(uploads()?.match(/Still trying/g)).toHaveLength(1); // the other waits for its turn
    await progress(0.6);
    expect(uploads()).not.toContain("Still trying");
  });
});

it.each([
  ["\x89PNG\r\n", true],
  ["GIF89a", true],
  ["RIFF\n\0\0\0WEBPVP8 ", true],
  ["RIFF\n\0\0\0WAVEfmt ", false],
  ["MM\0*\0\0\0\b", true],
  ["\0\0\0\x1cftypavif", true],
  ["\0\0\0\x18ftypmp42", false],
  ["\0\0\0\fJXL \r\n", true],
  ["%PDF-1.7", false],
  ["", false],
])("tells a photo by its first bytes: %j", (head, is) => {
  expect(looksLikePicture(bytes(head))).toBe(is);
});

describe("what is dropped", () => {
  const dragged = () => ({
    types: ["Files"],
    files: [new File(["x"], "a.pdf")],
    dropEffect: "copy",
  });
  const body = document.body;
  it("under a sheet is not sent unseen", async () => {
    await visitor.chatting();
    await visitor.click("More");
    const data = dragged();
    expect(await visitor.give("dragover", body, data)).toBe(true);
    expect([data.dropEffect, visitor.text.includes("Let go to send it")]).toEqual(["none", false]);
    expect(await visitor.give("drop", body, dragged())).toBe(true);
    expect(visitor.has(".uploads")).toBe(false);
  });
  it("after the end does not replace the page", async () => {
    const chat = await visitor.chatting();
    await act(() => chat.end({ reason: "left", byMe: false }));
    expect(await visitor.give("dragover", body, dragged())).toBe(true);
    expect(await visitor.give("drop", body, dragged())).toBe(true);
    expect([visitor.text.includes("Let go to send it"), chat.uploads]).toEqual([false, []]);
  });
  it("and comes out of the chat itself is not sent again", async () => {
    const chat = await visitor.chatting();
    await visitor.give("dragstart", visitor.find("h1"), dragged());
    await visitor.give("dragover", body, dragged());
    await visitor.give("drop", body, dragged());
    expect([visitor.text.includes("Let go to send it"), visitor.has(".uploads")]).toEqual([
      false,
      false,
    ]);
    await visitor.give("dragend", visitor.find("h1"), {});
    await visitor.give("drop", body, dragged());
    await going(chat);
  });
});
