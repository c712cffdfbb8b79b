// Stories of the tab's storage: what a reload finds there, and what becomes of it when it is full.
import { expect, test } from "vitest";
import { World } from "./support/world.js";

test("a full storage is told, costs no message, and is told again when there is room", () => {
  const { ann, bob, time } = new World().pair();
  ann.storage.quota = 2_000;
  ann.change("offline");
  ann.say("x".repeat(1_500));
  ann.say("y".repeat(1_500));
  expect(ann.notes).toContain("tab false");
  ann.storage.quota = 100_000;
  ann.change("online");
  time.pass(1_000);
  expect(bob.seen.map((text) => text.length)).toEqual([1_500, 1_500]);
  expect(ann.notes).toContain("tab true");
});

test("what a full storage refused is in it once it fits again, the new name too", () => {
  const { ann, bob, time } = new World().pair();
  ann.storage.quota = ann.storage.used;
  ann.chat?.rename("Otter of the long winding river");
  ann.say("kept");
  time.pass(1_000);
  expect(ann.notes).toContain("tab false");
  ann.storage.quota = 100_000;
  bob.say("fits");
  time.pass(1_000);
  expect(ann.notes).toContain("tab true");
  ann.reload();
  expect(ann.chat?.name).toBe("Otter of the long winding river");
  expect(ann.chat?.transcript.map(({ key }) => key)).toContain("2:1");
});

test("a full storage is not said to have room because something small fits", () => {
  const { ann, bob, time } = new World().pair();
  ann.change("offline");
  ann.storage.quota = ann.storage.used + 1_000;
  ann.say("x".repeat(1_500));
  ann.say("y".repeat(1_500));
  expect(ann.notes.filter((note) => note.startsWith("tab"))).toEqual(["tab false"]);
  ann.chat?.rename("A");
  expect(ann.notes.filter((note) => note.startsWith("tab"))).toEqual(["tab false"]);
  ann.storage.quota = 100_000;
  ann.chat?.rename("B");
  expect(ann.notes.filter((note) => note.startsWith("tab"))).toEqual(["tab false", "tab true"]);
  ann.reload();
  ann.change("online");
  time.pass(2_000);
  expect(bob.seen.map((text) => text.length)).toEqual([1_500, 1_500]);
});

test("a new wish in the very moment in which a chat opens leaves nothing of that chat", () => {
  const world = new World();
  const { ann, bob, time, services } = world;
  for (const person of world.persons) person.seek();
  time.pass(200);
  ann.wait?.on("opened", () => ann.seek());
  services.pair();
  time.pass(500);
  expect(bob.chat).not.toBe(null);
  expect([...ann.storage.values.keys()].sort()).toEqual(["parley.session", "parley.wait"]);
});

test("an ended chat can be read again after a reload, until the next wish", () => {
  const { ann, bob, time } = new World().pair();
  ann.say("bye");
  time.pass(300);
  ann.chat?.leave();
  time.pass(300);
  bob.reload();
  expect(bob.chat?.ended).toEqual({ reason: "left", byMe: false });
  expect(bob.chat?.transcript).toHaveLength(1);
  bob.seek();
  bob.reload();
  expect(bob.chat).toBe(null);
  expect([...bob.storage.values.keys()].sort()).toEqual(["parley.session", "parley.wait"]);
});

test("a reload of the tab keeps transcript, outbox and place", () => {
  const { ann, bob, time } = new World().pair();
  bob.say("first");
  time.pass(300);
  ann.roomWire?.cut();
  ann.say("second");
  ann.reload();
  expect(ann.chat?.transcript.map((item) => item.kind === "message" && item.text)).toEqual([
    "first",
    "second",
  ]);
  time.pass(1_000);
  expect(bob.seen).toEqual(["second"]);
  expect(ann.seen).toEqual(["first"]);
});

test("what a page of the version before has stored can be read", () => {
  const { ann, time } = new World().pair();
  for (const text of ["one", "two"]) ann.say(text);
  ann.chat?.edit(2, "two, edited");
  time.pass(500);
  for (const place of [0, 1]) {
    const key = `parley.item.${place}`;
    const item = JSON.parse(ann.storage.getItem(key) ?? "");
    ann.storage.setItem(key, JSON.stringify(item.slice(0, 5)));
  }
  ann.reload();
  expect(ann.chat?.transcript).toMatchObject([
    { text: "one", edited: false, status: "delivered" },
    { text: "two, edited", edited: true, status: "delivered" },
  ]);
});

test("a storage with anything else in it is like an empty one", () => {
  const { ann, bob, time } = new World().pair();
  bob.say("first");
  time.pass(300);
  const before = new Map(ann.storage.values);
  for (const [key, kept] of before) {
    for (const spoilt of ["", "{", "7", "null", kept.slice(0, -1)]) {
      ann.storage.values.clear();
      for (const [other, text] of before) ann.storage.values.set(other, text);
      ann.storage.values.set(key, spoilt);
      expect(() => ann.reload()).not.toThrow();
    }
  }
  ann.storage.values.clear();
  ann.reload();
  expect(ann.chat).toBe(null);
  ann.seek();
  time.pass(500);
  expect(ann.wait?.state.kind).toBe("connected");
});
