// The ways into a named room and out of it, over the test double: form, invite, reload, refusal, leaving.
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeChat, type FakeParley } from "./fake_client.ts";
import { FakeOpening, FakeRoom } from "./fake_room.ts";
import { Visitor } from "./visitor.ts";

let visitor: Visitor;
let parley: FakeParley;

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  history.replaceState(null, "", "/");
  visitor = new Visitor();
  parley = visitor.parley;
});
afterEach(() => {
  visitor.leave();
  vi.restoreAllMocks();
});

const address = () => location.pathname + location.search + location.hash;
const value = (selector: string) => visitor.find<HTMLInputElement>(selector).value;
const heading = () => visitor.find("h1").textContent;

async function inRoom(room = new FakeRoom().has("Ada", "Ben"), at = "/?room=the+hall#sesame") {
  history.replaceState(null, "", at);
  parley.restored = { kind: "room", room };
  await visitor.open();
  return room;
}

async function opening(room = "the hall", key = "sesame") {
  await visitor.open();
  await visitor.click("Open a room by name");
  await visitor.write("#room", room);
  await visitor.write("#key", key);
  await visitor.write("#name", "Otter");
  await act(() => visitor.find<HTMLFormElement>("form").requestSubmit());
  await vi.waitFor(() => expect(heading()).toContain("Opening"));
}

describe("the way into a named room", () => {
  it("is a form, and the address is the invite from then on", async () => {
    await opening(" the hall ", "open sesame!");
    expect(parley.opens).toEqual([{ room: "the hall", key: "open sesame!", name: "Otter" }]);
    expect(heading()).toBe("Opening the hall …");
    await act(() => void parley.opening.opens());
    expect(heading()).toBe("the hall");
    expect(address()).toBe("/?room=the+hall#open%20sesame%21");
    expect(document.title).toBe("the hall · Parley");
    expect(document.activeElement?.tagName).toBe("TEXTAREA");
  });
  it("needs no key", async () => {
    await opening("the hall", "");
    expect(parley.opens).toEqual([{ room: "the hall", name: "Otter" }]);
    expect(address()).toBe("/?room=the+hall");
  });
  it("is one press for who is invited", async () => {
    history.replaceState(null, "", "/?chaos&room=the%20hall#%C3%BCber%20100%25");
    await visitor.open();
    expect(heading()).toBe("You’re invited to the hall");
    expect([value("#room"), value("#key")]).toEqual(["the hall", "über 100%"]);
    await act(async () => visitor.find<HTMLFormElement>("form").requestSubmit());
    expect(parley.opens).toMatchObject([{ room: "the hall", key: "über 100%" }]);
    expect(location.search).toBe("?chaos=&room=the+hall");
  });
  it("says what troubles it, and can be given up with what was typed kept", async () => {
    await opening();
    await act(() => parley.opening.connection({ kind: "offline" }));
    expect(visitor.find("[role=status]").textContent).toContain("You’re offline");
    await visitor.click("Cancel");
    expect([value("#room"), value("#key")]).toEqual(["the hall", "sesame"]);
    expect(visitor.has("[role=alert]")).toBe(false);
    await visitor.click("To the start");
    expect([heading(), address()]).toEqual(["Talk to a stranger.", "/"]);
  });
  it.each([
    [{ error: "key_wrong" }, "not this room’s key"],
    [{ error: "room_full", limit: 50 }, "full: 50 people at most"],
    [{ error: "room_full" }, "The room is full."],
    [{ error: "invalid_params", param: "room" }, "can’t be used for a room"],
    [{ error: "too_long", param: "name" }, "name can’t be used"],
    [{ error: "rate_limited" }, "wait a minute"],
    [{ error: "insecure" }, "secure connection"],
    [{ error: "internal_error" }, "Reload the page"],
  ] as const)("says why not, back at the form: %j", async (why, words) => {
    await opening();
    await act(() => parley.opening.emit("ended", { reason: "refused", ...why }));
    expect(visitor.find("[role=alert]").textContent).toContain(words);
    expect([value("#room"), value("#key")]).toEqual(["the hall", "sesame"]);
    const wrongKey = why.error === "key_wrong";
    expect(document.activeElement === visitor.find("#key")).toBe(wrongKey);
    expect(visitor.find("#key").getAttribute("aria-invalid")).toBe(`${wrongKey}`);
  });
});

describe("a reload", () => {
  it("goes on in the room, and on the way into it", async () => {
    await inRoom();
    expect(heading()).toBe("the hall");
    await act(() => visitor.leave());
    parley.restored = { kind: "opening", opening: new FakeOpening() };
    await visitor.open();
    expect(heading()).toBe("Opening the hall …");
  });
  it("with the address of another room asks first, and can go back", async () => {
    await inRoom(new FakeRoom("the garden"));
    expect(heading()).toBe("You’re invited to the hall");
    expect(visitor.text).toContain("leaves the conversation");
    await visitor.click("Back to the conversation");
    expect([heading(), address()]).toEqual(["the garden", "/?room=the+garden"]);
  });
  it("keeps a chat of two behind the invite", async () => {
    history.replaceState(null, "", "/?room=the+hall");
    await visitor.chatting(new FakeChat());
    await visitor.click("Back to the conversation");
    expect([heading(), address()]).toEqual(["Brave Lynx", "/"]);
  });
  it("gives up a wait for the invite", async () => {
    const cancel = vi.spyOn(parley.wait, "cancel");
    parley.restored = { kind: "wait", wait: parley.wait };
    history.replaceState(null, "", "/?room=the+hall");
    await visitor.open();
    expect(heading()).toBe("You’re invited to the hall");
    expect(cancel).toHaveBeenCalledTimes(1);
  });
});

describe("the way out", () => {
  it("takes two steps, and the address goes with it; it can be opened again", async () => {
    const room = await inRoom();
    await visitor.click("Leave");
    expect(room.ended).toBeNull();
    await visitor.click("Sure?");
    expect(visitor.find("h2").textContent).toBe("You left the hall");
    expect(address()).toBe("/");
    await visitor.click("Open it again");
    expect(parley.opens).toMatchObject([{ room: "the hall", key: "sesame" }]);
    expect(address()).toBe("/?room=the+hall#sesame");
    await act(() => void parley.opening.opens());
    expect(visitor.button("Leave")).toBeTruthy();
  });
  it("is Escape twice, too; and then there is a way to the start", async () => {
    const room = await inRoom();
    await visitor.press("textarea", { key: "Escape" });
    await visitor.press("textarea", { key: "Escape" });
    expect(room.ended).toEqual({ reason: "left", byMe: true });
    await visitor.click("To the start");
    expect([heading(), address()]).toEqual(["Talk to a stranger.", "/"]);
  });
  it.each([
    ["full", "the hall was full when you came back"],
    ["replaced", "the hall is open in another tab"],
    ["expired", "Your time in the hall has run out"],
    ["broken", "You can’t go on in the hall"],
  ] as const)("is told in words when it was not wanted: %s", async (reason, words) => {
    const room = await inRoom();
    await act(() => room.end({ reason, byMe: false }));
    expect(visitor.find("h2").textContent).toBe(words);
    expect(address()).toBe("/?room=the+hall#sesame");
  });
});
