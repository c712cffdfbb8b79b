// In a named room, over the test double: who is there, who comes and goes, and what is said.
import { ParleyError } from "@parley-chat/client";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeRoom } from "./fake_room.ts";
import { Visitor } from "./visitor.ts";

let visitor: Visitor;

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  history.replaceState(null, "", "/");
  visitor = new Visitor();
});
afterEach(() => {
  visitor.leave();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

async function inRoom(room = new FakeRoom().has("Ada", "Ben"), at = "/?room=the+hall#sesame") {
  history.replaceState(null, "", at);
  visitor.parley.restored = { kind: "room", room };
  await visitor.open();
  return room;
}

describe("who is there", () => {
  it("is counted and listed, and can be invited", async () => {
    const written: string[] = [];
    vi.stubGlobal("navigator", {
      languages: ["en"],
      clipboard: { writeText: async (text: string) => written.push(text) },
    });
    const room = await inRoom();
    expect(visitor.find("[data-testid=state]").textContent).toBe("3 people here");
    await act(() => room.memberIs(3, { state: "away" }));
    await visitor.click("2 people here");
    const rows = [...visitor.find("dialog .people").children].map((row) => row.textContent);
    expect(rows).toEqual(["Quiet Otter (you) Here", "Ada Here", "Ben Away"]);
    await visitor.click("Copy the link");
    await vi.waitFor(() => expect(visitor.text).toContain("The link is copied."));
    expect(written).toEqual(["http://localhost:3000/?room=the+hall#sesame"]);
  });
  it("can be reported, also after leaving, if a word was said", async () => {
    const room = await inRoom();
    await act(() => {
      room.hears("buy this", 3);
      room.leaves(3);
      room.leaves(2);
    });
    await visitor.click("1 person here");
    expect(() => visitor.button("Report Ada")).toThrow();
    await visitor.click("Report Ben");
    await visitor.write("dialog input", "twice");
    await visitor.click("Spam or fraud");
    expect(room.asked).toContain("report spam twice about 3");
    expect(visitor.find("dialog").textContent).toContain("The report has been sent");
    expect(visitor.text).not.toContain("Block");
  });
  it("is told why a report did not get through, without a word about blocking", async () => {
    const room = await inRoom();
    await visitor.click("3 people here");
    await visitor.click("Report Ada");
    room.answer = Promise.reject(new ParleyError("reports_off"));
    await visitor.click("Spam or fraud");
    await vi.waitFor(() =>
      expect(visitor.find(".sheet-says").textContent).toBe(
        "Reports are switched off on this server.",
      ),
    );
  });
  it("stands above the first words of a breath, in a colour of their own", async () => {
    const room = await inRoom();
    await act(() => {
      room.hears("one", 2);
      room.hears("two", 2);
      room.hears("three", 3);
    });
    await visitor.say("four");
    const shown = [...visitor.find("[role=log]").querySelectorAll<HTMLElement>(".bubble")].map(
      (bubble) => bubble.querySelector(".sender")?.textContent ?? "",
    );
    expect(shown).toEqual(["Ada", "", "Ben", ""]);
    expect(visitor.find("[data-key='3:1']").textContent).toContain("Ben:");
    const hue = (key: string) =>
      visitor.find(`[data-key='${key}'] .sender`).style.getPropertyValue("--hue");
    expect(hue("2:1")).not.toBe(hue("3:1"));
  });
  it("keeps the name of who has left and is forgotten", async () => {
    const room = await inRoom();
    await act(() => {
      room.joins(9, "Emil");
      room.hears("hello", 9);
      room.leaves(9);
      room.has("Ada");
      room.hears("bye", 2);
    });
    expect(visitor.find("[data-key='9:1'] .sender").textContent).toBe("Emil");
  });
});

describe("who comes and goes", () => {
  it("has a line; more than three in a row have one together", async () => {
    const room = await inRoom();
    const lines = () =>
      [...visitor.find("[role=log]").querySelectorAll(".line")].map((line) => line.textContent);
    await act(() => {
      room.joins(4, "Cleo");
      room.leaves(2);
      room.joins(5, "Dora");
    });
    expect(lines()).toEqual(["Cleo joined", "Ada left", "Dora joined"]);
    await act(() => room.leaves(5));
    expect(lines()).toEqual(["2 people joined · 2 people left"]);
    await act(() => {
      room.hears("hello", 4);
      room.joins(2, "Ada");
    });
    expect(lines()).toEqual(["2 people joined · 2 people left", "Ada joined"]);
  });
  it("is told to a screen reader once for all who come together", async () => {
    vi.useFakeTimers();
    const room = await inRoom();
    const told: (string | null)[] = [];
    const status = () =>
      [...document.querySelectorAll("[role=status]")].map((one) => one.textContent).join("");
    for (let seat = 10; seat < 60; seat += 1) {
      await act(() => {
        room.joins(seat, `Guest ${seat}`);
        vi.advanceTimersByTime(50);
      });
      if (status() !== told.at(-1)) told.push(status());
    }
    await act(() => void vi.advanceTimersByTime(4_000));
    expect(told).toEqual(["You’re in the hall"]);
    expect(status()).toBe("You’re in the hall50 people joined");
    expect(visitor.find(".line").getAttribute("aria-live")).toBe("off");
  });
});

describe("what is said", () => {
  it("before one came is not read aloud, what comes later is", async () => {
    vi.useFakeTimers();
    const room = await inRoom();
    const live = () => visitor.find("[role=log]").getAttribute("aria-live");
    await act(() => room.hears("long ago", 2));
    expect(live()).toBe("off");
    await act(() => void vi.advanceTimersByTime(2_001));
    expect(live()).toBe("polite");
  });
  it("is delivered when everybody here has it", async () => {
    const room = await inRoom();
    await visitor.say("hello");
    await act(() => room.tick("delivered"));
    expect(visitor.find(".tick").getAttribute("aria-label")).toBe("Delivered to everybody here");
    await visitor.focus("[data-key='1:1']");
    expect(visitor.find(".details").textContent).toContain("Delivered to everybody here");
    expect(visitor.button("Edit")).toBeTruthy();
  });
  it("is announced by who types", async () => {
    const room = await inRoom(new FakeRoom().has("Ada", "Ben", "Cleo"));
    const typing = () => visitor.find(".typing").textContent;
    await act(() => room.memberIs(2, { typing: true }));
    expect(typing()).toBe("Ada is typing");
    await act(() => room.memberIs(3, { typing: true }));
    expect(typing()).toBe("Ada and Ben are typing");
    await act(() => room.memberIs(4, { typing: true }));
    expect(typing()).toBe("3 people are typing");
  });
  it("is counted in the title while nobody looks", async () => {
    const room = await inRoom();
    const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
    await act(() => {
      room.hears("one", 2);
      room.hears("two", 3);
    });
    expect(document.title).toBe("(2) the hall · Parley");
    hidden.mockReturnValue(false);
    await act(() => void document.dispatchEvent(new Event("visibilitychange")));
    expect(document.title).toBe("the hall · Parley");
  });
  it("is asked of nobody by the page, and tells nobody what was seen", async () => {
    await inRoom(new FakeRoom());
    expect(visitor.text).toContain("Nobody else is here yet.");
    await visitor.click("More");
    expect(visitor.find("dialog").textContent).not.toMatch(/Ask us both|seen messages/);
    expect(visitor.find("dialog").textContent).toContain("Save as text");
  });
});
