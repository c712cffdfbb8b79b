// The page as a visitor meets it, over the test double: screens, ticks, keys and focus.

import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { mount } from "../src/mount.tsx";
import { FakeChat, FakeParley } from "./fake_client.ts";

let root: HTMLElement;
let parley: FakeParley;

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  document.body.innerHTML = "<div id=page></div>";
  root = document.getElementById("page") as HTMLElement;
  parley = new FakeParley();
});
afterEach(() => render(null, root));

const open = () => act(() => mount(root, parley));
const find = <E extends HTMLElement>(selector: string): E => {
  const element = root.querySelector<E>(selector);
  if (!element) throw new Error(`no ${selector} in ${root.innerHTML}`);
  return element;
};
const button = (name: string): HTMLButtonElement => {
  const all = [...root.querySelectorAll("button")];
  const found = all.find(
    (one) => (one.getAttribute("aria-label") ?? one.textContent)?.trim() === name,
  );
  if (!found) throw new Error(`no button ${name}`);
  return found;
};
const click = (name: string) => act(() => button(name).click());
const write = (selector: string, text: string) =>
  act(() => {
    const field = find<HTMLInputElement>(selector);
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
const press = (selector: string, init: KeyboardEventInit) =>
  act(
    () =>
      void find(selector).dispatchEvent(
        new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init }),
      ),
  );

async function chatting(): Promise<FakeChat> {
  const chat = new FakeChat();
  parley.restored = { kind: "chat", chat };
  await open();
  return chat;
}

describe("the start", () => {
  it("seeks with what was chosen, and keeps it", async () => {
    await open();
    await write("#interests", "chess, jazz");
    await write("#name", "Otter");
    await click("Talk to a stranger");
    expect(parley.seeks).toEqual([{ language: "en", interests: ["chess", "jazz"], name: "Otter" }]);
    expect(localStorage.getItem("parley.preferences")).toContain("Otter");
    expect(document.activeElement?.textContent).toBe("Looking for someone");
  });
  it("proposes a name where none is left", async () => {
    await open();
    await write("#name", "  ");
    await click("Talk to a stranger");
    expect(parley.seeks[0]?.name).toMatch(/^\w+ \w+$/);
  });
});

describe("the wait", () => {
  it("says what is wrong, and can be cancelled", async () => {
    await open();
    await click("Talk to a stranger");
    await act(() => parley.wait.tell({ estimate: { p50Ms: 900, p90Ms: 6100 }, waiting: 3 }));
    expect(root.textContent).toContain("Usually 1 s, nearly always under 7 s.");
    await act(() => parley.wait.tell({ nodes: false }));
    expect(root.textContent).toContain("no room free");
    await act(() => parley.wait.emit("storage", { where: "service", available: false }));
    expect(root.textContent).toContain("storage is away");
    await click("Cancel");
    expect(find("h1").textContent).toBe("Talk to a stranger.");
  });
  it("becomes the chat when the room opens", async () => {
    await open();
    await click("Talk to a stranger");
    await act(() => parley.wait.emit("opened", new FakeChat()));
    expect(find("h1").textContent).toBe("Brave Lynx");
    expect(document.title).toBe("Brave Lynx · Parley");
    expect(document.activeElement?.tagName).toBe("TEXTAREA");
  });
});

describe("the chat", () => {
  it("sends by Enter, breaks the line by Shift+Enter, and leaves a composing key alone", async () => {
    const chat = await chatting();
    await write("textarea", "hello");
    await press("textarea", { key: "Enter", isComposing: true });
    await press("textarea", { key: "Enter", shiftKey: true });
    expect(chat.transcript).toHaveLength(0);
    await press("textarea", { key: "Enter" });
    expect(chat.transcript).toMatchObject([{ text: "hello", status: "waiting" }]);
    expect(find<HTMLTextAreaElement>("textarea").value).toBe("");
    expect(chat.typed).toEqual([true, false]);
  });
  it("turns a clock into one tick and into two, in words too", async () => {
    const chat = await chatting();
    await write("textarea", "hello");
    await press("textarea", { key: "Enter" });
    const tick = () => find(".tick").getAttribute("aria-label");
    expect(tick()).toBe("Waiting to be sent");
    await act(() => chat.tick("stored"));
    expect(tick()).toBe("Sent");
    await act(() => chat.tick("delivered"));
    expect(tick()).toBe("Delivered");
  });
  it("keeps what is too long or refused in the box and says so", async () => {
    const chat = await chatting();
    await write("textarea", "x".repeat(4003));
    await press("textarea", { key: "Enter" });
    expect(find("#composer-says").textContent).toBe("A little too long: 3 characters over 4,000.");
    chat.refuse = "outbox_full";
    await write("textarea", "hello");
    await press("textarea", { key: "Enter" });
    expect(find("#composer-says").textContent).toContain("still on their way");
    expect(find<HTMLTextAreaElement>("textarea").value).toBe("hello");
    expect(chat.transcript).toHaveLength(0);
  });
  it("keeps what is being written over a reload, for this room only", async () => {
    await chatting();
    await write("textarea", "half a sent");
    await act(() => render(null, root));
    await chatting();
    expect(find<HTMLTextAreaElement>("textarea").value).toBe("half a sent");
    await press("textarea", { key: "Enter" });
    await act(() => render(null, root));
    await chatting();
    expect(find<HTMLTextAreaElement>("textarea").value).toBe("");
    await write("textarea", "for this stranger only");
    await act(() => render(null, root));
    parley.restored = { kind: "chat", chat: new FakeChat("another room") };
    await open();
    expect(find<HTMLTextAreaElement>("textarea").value).toBe("");
  });
  it("begins anew from the storage when it comes out of the back/forward cache", async () => {
    await chatting();
    const reload = vi.spyOn(window.location, "reload").mockImplementation(() => {});
    const shown = (persisted: boolean) =>
      window.dispatchEvent(Object.assign(new Event("pageshow"), { persisted }));
    shown(false);
    expect(reload).not.toHaveBeenCalled();
    shown(true);
    expect(reload).toHaveBeenCalled();
  });
  it("tells how the partner and one's own connection stand", async () => {
    const chat = await chatting();
    const left = {
      state: "away",
      leftMs: 93_000,
      awayUntil: performance.timeOrigin + performance.now() + 92_900,
    } as const;
    await act(() => chat.partnerIs(left));
    expect(find("[data-testid=state]").textContent).toMatch(/^Reconnecting, 9[23] s left$/);
    expect(document.title).toBe("Brave Lynx is reconnecting · Parley");
    await act(() => chat.connection({ kind: "offline" }));
    expect(find(".trouble").textContent).toContain("You’re offline");
    expect(find("[role=status]").textContent).toContain("will arrive");
  });
  it("asks once before it leaves", async () => {
    const chat = await chatting();
    await click("Leave");
    expect(chat.ended).toBeNull();
    await click("Sure?");
    expect(find("h2").textContent).toBe("You left the chat");
  });
  it("renames in place and begins the next chat with that name", async () => {
    const chat = await chatting();
    await click("You’re Quiet Otter. Change your name");
    await write(".rename input", "Moth");
    await act(() => find<HTMLFormElement>(".rename").requestSubmit());
    expect(chat.name).toBe("Moth");
    expect(document.activeElement?.textContent).toBe("You’re Moth");
    await act(() => chat.end({ reason: "left", byMe: false }));
    await click("New chat");
    expect(parley.seeks[0]?.name).toBe("Moth");
  });
  it("moves the focus from the box to the reason when it ends, and stays readable", async () => {
    const chat = await chatting();
    await act(() => chat.hears("bye"));
    await act(() => chat.end({ reason: "left", byMe: false }));
    expect(document.activeElement?.textContent).toBe("Brave Lynx left the chat");
    expect(find("[role=log]").textContent).toContain("bye");
    expect(document.title).toBe("Chat ended · Parley");
  });
});
