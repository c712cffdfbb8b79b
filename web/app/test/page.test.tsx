// The page as a visitor meets it, over the test double: screens, ticks, keys and focus.

import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ChatConversation } from "../src/model/conversation.ts";
import { Page } from "../src/model/page.ts";
import type { Surroundings } from "../src/model/surroundings.ts";
import { chatTitle } from "../src/model/talk_words.ts";
import { title } from "../src/model/words.ts";
import en from "../src/strings/en.json";
import { speak } from "../src/strings/strings.ts";
import { FakeChat, type FakeParley } from "./fake_client.ts";
import { Visitor } from "./visitor.ts";

let visitor: Visitor;
let parley: FakeParley;

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  visitor = new Visitor();
  parley = visitor.parley;
});
afterEach(() => {
  visitor.leave();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe("the start", () => {
  it("seeks with what was chosen, and keeps it", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0.9999); // leaves the suggestions in their order
    await visitor.open();
    await visitor.write("#interests", "chess, jazz");
    await visitor.write("#name", "Otter");
    await visitor.click("Add music");
    await visitor.click("Talk to a stranger");
    expect(parley.seeks).toEqual([
      { language: "en", interests: ["chess", "jazz", "music"], name: "Otter" },
    ]);
    expect(localStorage.getItem("parley.preferences")).toContain("Otter");
    expect(document.activeElement?.textContent).toBe("Looking for someone");
  });
  it("says how many are here, also when nobody is, and when that is not known", async () => {
    for (const [online, words] of [
      [1204, "1,204 people are here now"],
      [0, "Nobody is here just now"],
      [null, "Can’t see right now"],
    ] as const) {
      parley.online = online;
      await visitor.open();
      await vi.waitFor(() => expect(visitor.text).toContain(words));
      await act(() => visitor.leave());
    }
  });
  it("takes a press before the client library is there, and takes it back too", async () => {
    let arrive = () => {};
    visitor.library = new Promise((resolve) => {
      arrive = resolve;
    });
    await visitor.open();
    await visitor.click("Talk to a stranger");
    expect(visitor.find("h1").textContent).toBe("Looking for someone");
    await visitor.click("Cancel");
    await visitor.click("Talk to a stranger");
    expect(sessionStorage.getItem("parley.pressed")).toBe("1");
    await act(() => void visitor.missing?.());
    expect(visitor.find("[role=status]").textContent).toContain("couldn’t be loaded yet");
    arrive();
    await vi.waitFor(() => expect(visitor.text).not.toContain("loaded yet"));
    expect(parley.seeks).toHaveLength(1);
    expect(sessionStorage.getItem("parley.pressed")).toBe("");
  });
  it("goes on with a press that was kept over a reload", async () => {
    sessionStorage.setItem("parley.pressed", "1");
    await visitor.open();
    await vi.waitFor(() => expect(parley.seeks).toHaveLength(1));
    expect(visitor.find("h1").textContent).toBe("Looking for someone");
  });
  it("forgets such a press when the tab goes on to a room", async () => {
    sessionStorage.setItem("parley.pressed", "1");
    history.replaceState(null, "", "/?room=hall");
    await visitor.open();
    await visitor.leave();
    history.replaceState(null, "", "/");
    await visitor.open();
    expect(visitor.find("h1").textContent).toBe("Talk to a stranger.");
  });
  it("proposes a name where none is left", async () => {
    await visitor.open();
    await visitor.write("#name", "  ");
    await visitor.click("Talk to a stranger");
    expect(parley.seeks[0]?.name).toMatch(/^\w+ \w+$/);
  });
});

describe("the wait", () => {
  it("says what is wrong, and can be cancelled", async () => {
    await visitor.open();
    await visitor.click("Talk to a stranger");
    await act(() => parley.wait.tell({ estimate: { p50Ms: 900, p90Ms: 6100 }, waiting: 3 }));
    expect(visitor.text).toContain("Usually 1 sec, nearly always under 7 sec.");
    await act(() => parley.wait.tell({ nodes: false }));
    expect(visitor.text).toContain("no room free");
    await act(() => parley.wait.emit("storage", { where: "service", available: false }));
    expect(visitor.text).toContain("storage is away");
    await visitor.click("Cancel");
    expect(visitor.find("h1").textContent).toBe("Talk to a stranger.");
  });
  it("says which wish was not taken", async () => {
    await visitor.open();
    await visitor.click("Talk to a stranger");
    const end = { reason: "refused", error: "too_long", param: "name", limit: 40 } as const;
    await act(() => parley.wait.emit("ended", end));
    expect(visitor.find("[role=alert]").textContent).toContain("That name can’t be used");
  });
  it("becomes the chat when the room opens", async () => {
    await visitor.open();
    await visitor.click("Talk to a stranger");
    await act(() => parley.wait.emit("opened", new FakeChat()));
    expect(visitor.find("h1").textContent).toBe("Brave Lynx");
    expect(document.title).toBe("Brave Lynx · Parley");
    expect(document.activeElement?.tagName).toBe("TEXTAREA");
  });
});

describe("who looks elsewhere", () => {
  it("hears that somebody was found, and reads it in the title until the tab is looked at", async () => {
    const chime = vi.fn();
    const tab = { getItem: () => null, setItem: () => {} };
    const around: Surroundings = {
      now: () => 0,
      random: () => 0,
      hidden: () => true,
      tab,
      chime,
      prepare: async () => "unreadable",
    };
    const page = new Page(async () => parley, around);
    speak(en, "en");
    await page.seek({ language: "en", interests: [], name: "Otter" });
    parley.wait.emit("assigned", { room: "01hq", partner: "Brave Lynx", interests: [] });
    expect(chime).toHaveBeenCalledTimes(1);
    expect(title(en, page.view)).toBe("Found Brave Lynx! · Parley");
    const chat = new FakeChat();
    parley.wait.emit("opened", chat);
    expect(page.view).toEqual({ screen: "chat", talk: chat, justOpened: true });
    const conversation = new ChatConversation(chat, around, true);
    expect(chatTitle(en, conversation.view)).toBe("Found Brave Lynx! · Parley");
    chat.hears("hello");
    expect(chatTitle(en, conversation.view)).toBe("(1) Brave Lynx · Parley");
    conversation.lookedAt();
    expect(chatTitle(en, conversation.view)).toBe("Brave Lynx · Parley");
  });
});

describe("the page's language", () => {
  it("is the visitor's to choose, and kept", async () => {
    vi.spyOn(navigator, "languages", "get").mockReturnValue(["de-AT"]);
    await visitor.open();
    expect(document.documentElement.lang).toBe("de");
    await act(async () => {
      const choice = visitor.find<HTMLSelectElement>("#page-language");
      choice.value = "ar";
      choice.dispatchEvent(new Event("change", { bubbles: true }));
    });
    expect(visitor.fetched).toEqual(["de", "ar"]);
    expect(document.documentElement.lang).toBe("ar");
    expect(localStorage.getItem("parley.preferences")).toContain('"pageLanguage":"ar"');
  });
});

describe("the chat", () => {
  it("sends by Enter, breaks the line by Shift+Enter, and leaves a composing key alone", async () => {
    const chat = await visitor.chatting();
    await visitor.write("textarea", "hello");
    await visitor.press("textarea", { key: "Enter", isComposing: true });
    await visitor.press("textarea", { key: "Enter", shiftKey: true });
    expect(chat.transcript).toHaveLength(0);
    await visitor.press("textarea", { key: "Enter" });
    expect(chat.transcript).toMatchObject([{ text: "hello", status: "waiting" }]);
    expect(visitor.find<HTMLTextAreaElement>("textarea").value).toBe("");
    expect(chat.typed).toEqual([true, false]);
  });
  it("turns a clock into one tick and into two, in words too", async () => {
    const chat = await visitor.chatting();
    await visitor.write("textarea", "hello");
    await visitor.press("textarea", { key: "Enter" });
    const tick = () => visitor.find(".tick").getAttribute("aria-label");
    expect(tick()).toBe("Waiting to be sent");
    await act(() => chat.tick("stored"));
    expect(tick()).toBe("Sent");
    await act(() => chat.tick("delivered"));
    expect(tick()).toBe("Delivered");
  });
  it("keeps what is too long or refused in the box and says so", async () => {
    const chat = await visitor.chatting();
    await visitor.write("textarea", "x".repeat(4003));
    await visitor.press("textarea", { key: "Enter" });
    expect(visitor.find("#composer-says").textContent).toBe(
      "A little too long: 3 characters over 4,000.",
    );
    chat.refuse = "outbox_full";
    await visitor.write("textarea", "hello");
    await visitor.press("textarea", { key: "Enter" });
    expect(visitor.find("#composer-says").textContent).toContain("still on their way");
    expect(visitor.find<HTMLTextAreaElement>("textarea").value).toBe("hello");
    expect(chat.transcript).toHaveLength(0);
  });
  it("keeps what is being written over a reload, for this room only", async () => {
    await visitor.chatting();
    await visitor.write("textarea", "half a sent");
    await act(() => visitor.leave());
    await visitor.chatting();
    expect(visitor.find<HTMLTextAreaElement>("textarea").value).toBe("half a sent");
    await visitor.press("textarea", { key: "Enter" });
    await act(() => visitor.leave());
    await visitor.chatting();
    expect(visitor.find<HTMLTextAreaElement>("textarea").value).toBe("");
    await visitor.write("textarea", "for this stranger only");
    await act(() => visitor.leave());
    parley.restored = { kind: "chat", chat: new FakeChat("another room") };
    await visitor.open();
    expect(visitor.find<HTMLTextAreaElement>("textarea").value).toBe("");
  });
  it("begins anew from the storage when it comes out of the back/forward cache", async () => {
    await visitor.chatting();
    const reload = vi.spyOn(window.location, "reload").mockImplementation(() => {});
    const shown = (persisted: boolean) =>
      window.dispatchEvent(Object.assign(new Event("pageshow"), { persisted }));
    shown(false);
    expect(reload).not.toHaveBeenCalled();
    shown(true);
    expect(reload).toHaveBeenCalled();
  });
  it("tells how the partner and one's own connection stand", async () => {
    const chat = await visitor.chatting();
    const left = {
      state: "away",
      leftMs: 93_000,
      awayUntil: performance.timeOrigin + performance.now() + 92_900,
    } as const;
    await act(() => chat.partnerIs(left));
    expect(visitor.find("[data-testid=state]").textContent).toMatch(
      /^Reconnecting, 9[23] seconds left$/,
    );
    expect(document.title).toBe("Brave Lynx is reconnecting · Parley");
    await act(() => chat.connection({ kind: "offline" }));
    expect(visitor.find(".trouble").textContent).toContain("You’re offline");
    expect(visitor.find("[role=status]").textContent).toContain("will arrive");
  });
  it("skips in two steps at one place, and goes on at the same", async () => {
    const chat = await visitor.chatting();
    const place = visitor.button("Skip");
    place.focus();
    await visitor.click("Skip");
    expect(chat.ended).toBeNull();
    await visitor.click("Sure?");
    expect(visitor.find("h2").textContent).toBe("You left the chat");
    expect(document.activeElement).toBe(place);
    expect(place.textContent).toBe("Next");
    await visitor.click("Next");
    expect(parley.seeks).toHaveLength(1);
  });
  it("skips by Escape twice within two seconds, not by twice in an hour", async () => {
    vi.useFakeTimers();
    const chat = await visitor.chatting();
    await visitor.press("textarea", { key: "Escape" });
    expect(visitor.button("Sure?")).toBeTruthy();
    await act(() => void vi.advanceTimersByTime(2_001));
    expect(visitor.button("Skip")).toBeTruthy();
    await visitor.press("textarea", { key: "Escape" });
    expect(chat.ended).toBeNull();
    await visitor.press("textarea", { key: "Escape" });
    expect(chat.ended).not.toBeNull();
  });
  it("renames in place and begins the next chat with that name", async () => {
    const chat = await visitor.chatting();
    await visitor.click("More");
    await visitor.click("You’re Quiet Otter. Change your name");
    await visitor.write(".rename input", "Moth");
    await act(() => visitor.find<HTMLFormElement>(".rename").requestSubmit());
    expect(chat.name).toBe("Moth");
    expect(document.activeElement?.textContent).toBe("You’re Moth");
    await act(() => chat.end({ reason: "left", byMe: false }));
    await visitor.click("Next");
    expect(parley.seeks[0]?.name).toBe("Moth");
  });
  it("moves the focus from the box to the reason when it ends, and stays readable", async () => {
    const chat = await visitor.chatting();
    await act(() => chat.hears("bye"));
    await act(() => chat.end({ reason: "left", byMe: false }));
    expect(document.activeElement?.textContent).toBe("Brave Lynx left the chat");
    expect(visitor.find("[role=log]").textContent).toContain("bye");
    expect(document.title).toBe("Chat ended · Parley");
  });
});
