// What can be done in a conversation beside writing, over the test double: each act reaches the library, and the screen
// shows what came of it.
import { ParleyError } from "@parley-chat/client";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
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
});

const area = () => visitor.find<HTMLTextAreaElement>("textarea");

describe("a message of one's own", () => {
  it("is changed in the box, and what was being written comes back", async () => {
    const chat = await visitor.chatting();
    await visitor.say("helo");
    await visitor.press("textarea", { key: "ArrowUp" });
    expect(area().value).toBe("helo");
    await visitor.press("textarea", { key: "Escape" });
    expect(area().value).toBe("");
    await visitor.write("textarea", "half a sent");
    await visitor.focus("[data-key='1:1']");
    await visitor.click("Edit");
    expect(area().value).toBe("helo");
    await visitor.say("hello");
    expect(chat.transcript).toMatchObject([{ text: "hello", edited: true }]);
    expect(visitor.find("[role=log]").textContent).toContain("edited");
    expect(area().value).toBe("half a sent");
  });
  it("is left by the editor when nothing was changed", async () => {
    const chat = await visitor.chatting();
    await visitor.say("hello");
    await visitor.press("textarea", { key: "ArrowUp" });
    chat.refuse = "unchanged";
    await visitor.say("hello");
    expect([area().value, visitor.find("#composer-says").textContent]).toEqual(["", ""]);
  });
  it("is taken back, and its place keeps the focus", async () => {
    const chat = await visitor.chatting();
    await visitor.say("not for you");
    await visitor.focus("[data-key='1:1']");
    await visitor.click("Delete");
    expect(chat.transcript).toMatchObject([{ removed: true }]);
    expect(visitor.find("[role=log]").textContent).toContain("Message deleted");
    expect(document.activeElement).toBe(visitor.find("[data-key='1:1']"));
  });
  it("stays as it is when that cannot be taken, and once the chat is over", async () => {
    const chat = await visitor.chatting();
    await visitor.say("not for you");
    await visitor.focus("[data-key='1:1']");
    chat.refuse = "outbox_full";
    await visitor.click("Delete");
    expect(visitor.find("[role=alert]").textContent).toContain("still on their way");
    await visitor.click("Close");
    expect(visitor.has("[role=alert]")).toBe(false);
    await visitor.focus("[data-key='1:1']");
    await visitor.click("Delete");
    chat.refuse = null;
    await visitor.say("never mind");
    expect(visitor.has("[role=alert]")).toBe(false);
    expect(chat.transcript[0]).toMatchObject({ removed: false });
    await act(() => chat.end({ reason: "left", byMe: false }));
    await visitor.focus("[data-key='1:1']");
    expect(() => visitor.button("Delete")).toThrow();
  });
  it("tells its exact time and its tick in words when it has the focus", async () => {
    const chat = await visitor.chatting();
    await visitor.say("hello");
    await act(() => chat.tick("seen"));
    await visitor.focus("[data-key='1:1']");
    expect(visitor.find(".details").textContent).toMatch(/\d:\d\d:\d\d.*Seen/);
  });
  it("is said to be unconfirmed when it stays without its tick", async () => {
    const chat = await visitor.chatting();
    await visitor.say("hello");
    await act(() => chat.tick("stored"));
    expect(visitor.text).not.toContain("Delivery not confirmed");
    await act(() => chat.late());
    expect(visitor.text).toContain("Delivery not confirmed");
    await act(() => chat.tick("delivered"));
    expect(visitor.text).not.toContain("Delivery not confirmed");
  });
});

describe("the partner's messages", () => {
  it("change under the reader's eyes", async () => {
    const chat = await visitor.chatting();
    await act(() => chat.hears("helo"));
    await act(() => chat.partnerChanges(1, { text: "hello", edited: true }));
    expect(visitor.find("[role=log]").textContent).toContain("hello");
    await act(() => chat.partnerChanges(1, { text: "", removed: true }));
    expect(visitor.find("[role=log]").textContent).toContain("Message deleted");
  });
  it("are told as seen when they are, and never when that is switched off", async () => {
    const chat = await visitor.chatting();
    await act(() => chat.hears("hello"));
    expect(chat.asked).toContain("seen");
    await visitor.click("More");
    await act(() => visitor.find<HTMLInputElement>(".switch input").click());
    chat.asked.length = 0;
    await act(() => chat.hears("still there?"));
    expect(chat.asked).toEqual([]);
  });
  it("lead nowhere by their links until the visitor has said so", async () => {
    const chat = await visitor.chatting();
    await act(() => chat.hears("look: https://example.org/a"));
    expect(visitor.has("a[href*=example]")).toBe(false);
    await act(() => visitor.find("[role=link]").click());
    const anchor = visitor.find<HTMLAnchorElement>("dialog a");
    expect([anchor.href, anchor.rel]).toEqual([
      "https://example.org/a",
      "noopener noreferrer nofollow",
    ]);
    await visitor.click("Stay here");
    expect(visitor.has("dialog")).toBe(false);
  });
});

describe("a question for both", () => {
  it("is asked once, in each one's own language", async () => {
    const chat = await visitor.chatting();
    visitor.button("Ask us both something").focus();
    await visitor.click("Ask us both something");
    expect(document.activeElement).toBe(area()); // the button is gone
    expect(chat.transcript).toMatchObject([{ question: expect.stringMatching(/^[a-z-]+$/) }]);
    await act(() => chat.hearsQuestion("window"));
    expect(visitor.text).toContain("What do you see from your window?");
    await act(() => chat.hearsQuestion("of-a-later-page"));
    expect(visitor.text).toContain("doesn’t know yet");
  });
});

describe("the question whether one is still there", () => {
  it("stands until it is answered", async () => {
    const chat = await visitor.chatting();
    await act(() => chat.asksWhetherIdle(60_000));
    expect(visitor.text).toMatch(/The chat ends in (59|60) seconds/);
    expect(document.title).toBe("Still there? · Parley");
    visitor.button("I’m here").focus();
    await visitor.click("I’m here");
    expect(document.activeElement).toBe(area());
    expect(chat.asked).toContain("stay");
    expect(visitor.text).not.toContain("The chat ends in");
  });
  it("ends the chat for who does not", async () => {
    const chat = await visitor.chatting();
    await act(() => chat.asksWhetherIdle(60_000));
    await act(() => chat.end({ reason: "idle", byMe: true }));
    expect(visitor.find("h2").textContent).toBe("The chat fell asleep");
    expect(visitor.text).not.toContain("The chat ends in");
  });
});

describe("safety", () => {
  it("is two presses away: the flag, then what happened, with words if there are any", async () => {
    const chat = await visitor.chatting();
    await visitor.click("Report or block");
    await visitor.write("dialog input", " he wants my address ");
    visitor.button("Threat or danger").focus();
    await visitor.click("Threat or danger");
    await vi.waitFor(() => expect(document.activeElement).toBe(visitor.find("dialog h2")));
    expect(chat.asked).toContain("report threat he wants my address");
    expect(visitor.find("dialog").textContent).toContain("The report has been sent");
    expect(chat.ended).toBeNull();
  });
  it("closes by a press beside it, not by marking words in it as far as that", async () => {
    await visitor.chatting();
    await visitor.click("Report or block");
    const dialog = visitor.find("dialog");
    const press = (on: Element) =>
      act(() => {
        on.dispatchEvent(new Event("pointerdown", { bubbles: true }));
        dialog.click(); // what a browser tells of a press that ends beside what it began on
      });
    await press(visitor.find("dialog h2"));
    expect(visitor.has("dialog")).toBe(true);
    await press(dialog);
    expect(visitor.has("dialog")).toBe(false);
  });
  it("blocks in two presses, and goes", async () => {
    const chat = await visitor.chatting();
    await visitor.click("Report or block");
    await visitor.click("Block Brave Lynx");
    expect(chat.asked).toContain("block");
    expect(chat.ended).toEqual({ reason: "left", byMe: true });
    expect(visitor.find("dialog").textContent).toContain("Blocked.");
  });
  it("is there after the end too, and says why when it does not get through", async () => {
    const chat = await visitor.chatting();
    await act(() => chat.end({ reason: "left", byMe: false }));
    await visitor.click("Report or block");
    for (const [code, words] of [
      ["reports_off", "switched off on this server"],
      ["no_such_room", "too long ago"],
      ["rate_limited", "wait a minute"],
      ["nothing_said", "Nothing has been said yet"],
      ["unreachable", "Please try again"],
    ] as const) {
      chat.answer = Promise.reject(new ParleyError(code));
      await visitor.click("Spam or fraud");
      await act(async () => void (await chat.answer.catch(() => {})));
      expect(visitor.find("dialog").textContent).toContain(words);
    }
  });
});

describe("on glass", () => {
  it("Enter breaks the line and the button sends", async () => {
    vi.stubGlobal("matchMedia", () => ({ matches: true }));
    const chat = await visitor.chatting();
    await visitor.say("one");
    expect(chat.transcript).toEqual([]);
    await visitor.click("Send");
    expect(chat.transcript).toHaveLength(1);
  });
});

describe("the log", () => {
  it("is read message by message with the arrow keys", async () => {
    const chat = await visitor.chatting();
    await act(() => chat.hears("one"));
    await act(() => chat.hears("two"));
    visitor.find("[role=log]").focus();
    await visitor.press("[role=log]", { key: "ArrowUp" });
    expect(document.activeElement?.textContent).toContain("two");
    await visitor.press("[data-key='2:2']", { key: "ArrowUp" });
    expect(document.activeElement?.textContent).toContain("one");
    await visitor.press("[data-key='2:1']", { key: "ArrowDown" });
    expect(document.activeElement?.textContent).toContain("two");
  });
});
