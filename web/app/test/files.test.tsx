// Pictures, files, and words that were held back or filtered, over the test double.
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fileName } from "../src/prepare.ts";
import { drawing } from "./drawing.ts";
import type { FakeChat } from "./fake_client.ts";
import { Visitor } from "./visitor.ts";

let visitor: Visitor;
let urls: string[];

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  visitor = new Visitor();
  urls = [];
  vi.spyOn(URL, "createObjectURL").mockImplementation(() => {
    urls.push(`blob:made-${urls.length}`);
    return urls.at(-1) ?? "";
  });
  vi.spyOn(URL, "revokeObjectURL").mockImplementation((url) => {
    urls = urls.filter((one) => one !== url);
  });
});
afterEach(() => {
  visitor.leave();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const pdf = (name: string, bytes = 7) =>
  new File([new Uint8Array(bytes)], name, { type: "application/pdf" });

const choose = (...files: File[]): Promise<void> => visitor.choose(...files);
/** The bytes are read first. */
const going = (chat: FakeChat, n = 1): Promise<void> =>
  vi.waitFor(() => expect(chat.uploads).toHaveLength(n));
const uploads = () => visitor.find(".uploads").textContent;

describe("what is sent beside words", () => {
  it("shows how far it is, and becomes a message", async () => {
    const chat = await visitor.chatting();
    await choose(pdf("map.pdf"));
    await going(chat);
    await act(() => chat.uploads[0]?.progress(0.4));
    expect(visitor.find<HTMLProgressElement>("progress").value).toBe(0.4);
    expect(chat.transcript).toEqual([]);
    await visitor.say("words are not held up");
    await act(async () => chat.uploads[0]?.done());
    await vi.waitFor(() => expect(visitor.has(".uploads")).toBe(false));
    expect(chat.transcript).toMatchObject([
      { text: "words are not held up" },
      { file: { name: "map.pdf", size: 7 } },
    ]);
    expect(visitor.button("map.pdf 1 kB")).toBeTruthy();
  });
  it("can be stopped, and the box gets the focus back", async () => {
    const chat = await visitor.chatting();
    await choose(pdf("map.pdf"));
    await going(chat);
    visitor.button("Don’t send map.pdf").focus();
    await visitor.click("Don’t send map.pdf");
    expect(chat.uploads[0]?.cancelled).toBe(true);
    expect(visitor.has(".uploads")).toBe(false);
    await vi.waitFor(() => expect(document.activeElement?.tagName).toBe("TEXTAREA"));
  });
  it.each([
    [pdf("none.pdf", 0), null, "none.pdf is empty."],
    [pdf("big.pdf", 5 * 2 ** 20 + 1), null, "big.pdf is too large: up to 5 MB can be sent."],
    [
      new File(["x"], "broken.jpg", { type: "image/jpeg" }),
      null,
      "can’t read the picture broken.jpg",
    ],
    [pdf("a.pdf"), "files_off", "switched off on this server"],
    [pdf("a.pdf"), "files_full", "no room left for a.pdf"],
    [pdf("a.pdf"), "too_long", "up to 3 MB can be sent"],
    [pdf("a.pdf"), "unreachable", "a.pdf couldn’t be sent"],
  ] as const)("says why not, until that is put away: %#", async (file, error, words) => {
    drawing(1, 1);
    const chat = await visitor.chatting();
    await choose(file);
    if (error) {
      await going(chat);
      await act(async () => chat.uploads[0]?.fail(error));
    }
    await vi.waitFor(() => expect(uploads()).toContain(words));
    await visitor.click("Close");
    expect(visitor.has(".uploads")).toBe(false);
  });
  it("is a picture made anew, no larger than needed: what the camera noted stays behind", async () => {
    const written = drawing(4096, 3072);
    const chat = await visitor.chatting();
    await choose(new File(["with a place in it"], "me.jpg", { type: "image/jpeg" }));
    await going(chat);
    await act(async () => chat.uploads[0]?.done());
    expect(written).toEqual(["image/webp 2048x1536"]);
    expect(chat.transcript).toMatchObject([{ image: { width: 2048, height: 1536, size: 5 } }]);
  });
  it("is JPEG where the browser can’t write WebP", async () => {
    const written = drawing(100, 50, "image/jpeg");
    const chat = await visitor.chatting();
    await choose(new File(["x"], "me.png", { type: "image/png" }));
    await going(chat);
    expect(written).toEqual(["image/webp 100x50", "image/jpeg 100x50"]);
  });
  it("goes as a file when it is a drawing that could run", async () => {
    const chat = await visitor.chatting();
    await choose(new File(["<svg/>"], "logo.svg", { type: "image/svg+xml" }));
    await going(chat);
    await act(async () => chat.uploads[0]?.done());
    expect(chat.transcript).toMatchObject([{ image: null, file: { name: "logo.svg" } }]);
  });
  it("may be pasted, unless it comes with formatted words; or dropped", async () => {
    const chat = await visitor.chatting();
    const given = (type: string, target: Element, types: string[], key: string) =>
      visitor.give(type, target, { types, files: [pdf(`${type}.pdf`)] }, key);
    const box = visitor.find("textarea");
    expect(await given("paste", box, ["Files"], "clipboardData")).toBe(true);
    expect(await given("paste", box, ["text/plain", "text/html", "Files"], "clipboardData")).toBe(
      false,
    );
    expect(await given("dragover", document.body, ["text/plain"], "dataTransfer")).toBe(false);
    await given("dragover", document.body, ["Files"], "dataTransfer");
    expect(visitor.text).toContain("Let go to send it");
    expect(await given("drop", document.body, ["Files"], "dataTransfer")).toBe(true);
    expect(visitor.text).not.toContain("Let go to send it");
    expect(uploads()).toContain("paste.pdfdrop.pdf");
    await going(chat);
    await act(async () => chat.uploads[0]?.done());
    await going(chat, 2); // one after the other
  });
  it("has a name that hides nothing and is not too long", () => {
    expect(fileName("../a\u202Egnp.exe")).toBe("..agnp.exe");
    expect(fileName("\u0000/")).toBe("file");
    expect(fileName(`${"🦊".repeat(200)}.tar`)).toBe(`${"🦊".repeat(96)}.tar`);
  });
});

describe("a picture of the partner", () => {
  const picture = (): HTMLButtonElement => visitor.find<HTMLButtonElement>(".picture");
  const coming = async (chat: FakeChat) => {
    await act(() => chat.hearsImage(400, 300));
    await vi.waitFor(() => expect(visitor.has(".picture img")).toBe(true));
  };
  it("is veiled until it is pressed, then opens large, to be kept", async () => {
    await coming(await visitor.chatting());
    expect(picture().className).toContain("veiled");
    expect(picture().getAttribute("aria-label")).toBe("Show the picture");
    await visitor.click("Show the picture");
    expect(picture().className).not.toContain("veiled");
    await visitor.click("Picture, open it large");
    const kept = visitor.find<HTMLAnchorElement>("dialog a");
    await vi.waitFor(() => expect(kept.getAttribute("href")).toBe(urls[1])); // one of its own
    expect(kept.download).toBe("picture.webp");
    await visitor.click("Close");
    expect(visitor.has("dialog")).toBe(false);
  });
  it("is no longer large when it is taken back", async () => {
    const chat = await visitor.chatting();
    await coming(chat);
    await visitor.click("Show the picture");
    await visitor.click("Picture, open it large");
    await vi.waitFor(() => expect(visitor.has("dialog img")).toBe(true));
    await act(() => chat.partnerChanges(1, { removed: true, image: null }));
    expect([visitor.has("dialog"), urls]).toEqual([false, []]);
    await vi.waitFor(() => expect(document.activeElement?.tagName).toBe("TEXTAREA"));
  });
  it("is called one’s own when it is", async () => {
    const chat = await visitor.chatting();
    await act(() => {
      chat.sendImage(new Blob(["x"]), { width: 4, height: 3 });
      chat.uploads[0]?.done();
    });
    await vi.waitFor(() => expect(visitor.has(".picture img")).toBe(true));
    expect(visitor.find<HTMLImageElement>(".picture img").alt).toBe("Your picture");
    await visitor.click("Picture, open it large");
    expect(visitor.find("dialog h2").textContent).toBe("Your picture");
  });
  it("is not drawn when it is something else, and not asked for again when it is gone", async () => {
    const chat = await visitor.chatting();
    chat.bytes = async () => new Blob(["<svg/>"], { type: "image/svg+xml" });
    await act(() => chat.hearsImage(4, 3));
    await vi.waitFor(() => expect(visitor.text).toContain("It can’t be had any more."));
    expect([visitor.has("[role=log] img[src]"), urls]).toEqual([false, []]);
    expect(() => visitor.button("Try again")).toThrow();
  });
  it("is asked for again when it did not come through", async () => {
    const chat = await visitor.chatting();
    const works = chat.bytes;
    chat.bytes = () => Promise.reject(new Error("no network"));
    await act(() => chat.hearsImage(4, 3));
    await vi.waitFor(() => expect(visitor.text).toContain("It didn’t come through."));
    chat.bytes = works;
    await visitor.click("Try again");
    await vi.waitFor(() => expect(visitor.has(".picture img")).toBe(true));
  });
  it("is let go of when it is taken back, and can’t be edited", async () => {
    const chat = await visitor.chatting();
    await coming(chat);
    await act(() => chat.partnerChanges(1, { removed: true, image: null }));
    expect(urls).toEqual([]);
    drawing(10, 10);
    await choose(new File(["x"], "me.png", { type: "image/png" }));
    await going(chat);
    await act(async () => chat.uploads[0]?.done());
    expect(picture().className).not.toContain("veiled"); // one's own
    await visitor.focus("[data-key='1:1']");
    expect(() => visitor.button("Edit")).toThrow();
    expect(visitor.button("Delete")).toBeTruthy();
  });
});

describe("a file of the partner", () => {
  it("is put onto the disk under its name, as bytes of no type", async () => {
    const chat = await visitor.chatting();
    await act(() => chat.hearsFile("evil.html", 4096));
    const blobs: string[] = [];
    vi.mocked(URL.createObjectURL).mockImplementation((blob) => {
      blobs.push((blob as Blob).type);
      return "blob:kept";
    });
    const saved: string[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (
      this: HTMLAnchorElement,
    ) {
      saved.push(this.download);
    });
    await visitor.click("evil.html 4 kB");
    await vi.waitFor(() => expect(saved).toEqual(["evil.html"]));
    expect(blobs).toEqual(["application/octet-stream"]);
  });
  it("is not waited for by a page that has left the chat", async () => {
    const chat = await visitor.chatting();
    await act(() => chat.hearsFile("map.pdf", 4096));
    chat.bytes = () => new Promise(() => {});
    await visitor.click("map.pdf 4 kB");
    expect(chat.signals.at(-1)?.aborted).toBe(false);
    await act(() => visitor.leave());
    expect(chat.signals.at(-1)?.aborted).toBe(true);
  });
  it("says when it is gone", async () => {
    const chat = await visitor.chatting();
    chat.bytes = () => Promise.reject(new Error("no network"));
    await act(() => chat.hearsFile("map.pdf", 4096));
    await visitor.click("map.pdf 4 kB");
    await vi.waitFor(() => expect(visitor.text).toContain("It didn’t come through."));
  });
});

describe("the words filter", () => {
  it("is waited for, and its words are shown", async () => {
    const chat = await visitor.chatting();
    await visitor.say("darn");
    await act(() => chat.changes(1, { held: true }));
    expect(visitor.find("[role=log]").textContent).toContain("Being checked before it goes out");
    await act(() =>
      chat.changes(1, { held: false, filtered: true, text: "****", status: "stored" }),
    );
    expect(visitor.find("[data-testid=text]").textContent).toBe("****");
    expect(visitor.find("[role=log]").textContent).toContain("The words filter changed this");
  });
});
