// Stories of the words filter and of clocks: both see what is stored; what is held comes later; no order hangs on a clock.
import { expect, test } from "vitest";
import type { Message } from "../src/index.js";
import type { Person } from "./support/person.js";
import { World } from "./support/world.js";

const last = ({ chat }: Person) => chat?.transcript.at(-1) as Message;
const strict = () => {
  const world = new World().pair();
  world.services.filter = (text) => text.replaceAll("darn", "****");
  return world;
};

test("both see the text as it is stored, also after a reload", () => {
  const { ann, bob, time } = strict();
  ann.say("darn it");
  expect(last(ann)).toMatchObject({ text: "darn it", filtered: false });
  time.pass(500);
  for (const person of [ann, bob]) expect(last(person).text).toBe("**** it");
  expect(last(ann).filtered).toBe(true);
  expect(ann.changes).toEqual(["**** it"]);
  ann.reload();
  expect(last(ann)).toMatchObject({ text: "**** it", filtered: true });
});

test("an edit is filtered too; a clean one is shown as written", () => {
  const { ann, time } = strict();
  ann.say("fine");
  time.pass(500);
  ann.chat?.edit(1, "darn");
  time.pass(500);
  expect(last(ann)).toMatchObject({ text: "****", edited: true, filtered: true });
  ann.chat?.edit(1, "clean");
  time.pass(500);
  expect(last(ann)).toMatchObject({ text: "clean", edited: true, filtered: false });
});

test("the sender learns of it also when the answer was lost", () => {
  const { ann, bob, time } = strict();
  if (ann.roomWire) ann.roomWire.losing = 1;
  bob.asleep = true;
  ann.say("darn it");
  time.pass(200);
  ann.roomWire?.cut();
  time.pass(2_000);
  expect(last(ann)).toMatchObject({ text: "**** it", filtered: true, status: "stored" });
});

test("a file's name is filtered", async () => {
  const { ann, bob, time } = strict();
  ann.attach("darn");
  await time.flow(1_000);
  for (const person of [ann, bob]) expect(last(person).file?.name).toBe("****.txt");
});

test("one's own name is what the service has made of it", () => {
  const { ann, bob, time, services } = strict();
  ann.chat?.rename("darn Otter");
  time.pass(500);
  expect(ann.chat?.name).toBe("**** Otter");
  expect(bob.chat?.partner.name).toBe("**** Otter");
  expect(ann.notes).toContain("now **** Otter");
  ann.roomWire?.cut();
  time.pass(1_000);
  expect(services.heard.filter(({ method }) => method === "rename")).toHaveLength(1);
});

test("a name that was chosen meanwhile is not overwritten by the answer to the one before", () => {
  const { ann, bob, time } = strict();
  ann.chat?.rename("darn Otter");
  ann.chat?.rename("Lynx");
  time.pass(500);
  expect(ann.chat?.name).toBe("Lynx");
  expect(bob.chat?.partner.name).toBe("Lynx");
});

test("what is held says so, and arrives in order when it was checked", () => {
  const { ann, bob, time, services } = new World().pair();
  services.holdSends = 3;
  for (const text of ["1", "2", "3"]) ann.say(text);
  time.pass(300);
  expect(ann.chat?.transcript).toMatchObject([{ held: true }, { held: false }, { held: false }]);
  expect(bob.seen).toEqual([]);
  time.pass(5_000);
  expect(bob.seen).toEqual(["1", "2", "3"]);
  for (const item of ann.chat?.transcript ?? []) {
    expect(item).toMatchObject({ held: false, status: "delivered" });
  }
});

test("a node that holds a message for long is not doubted for it", () => {
  const { ann, bob, time, services } = new World().pair();
  const joins = () => services.heard.filter(({ method }) => method === "join").length;
  const before = joins();
  services.holdSends = 200;
  ann.say("1");
  time.pass(60_000);
  expect(joins()).toBe(before);
  services.holdSends = 0;
  time.pass(2_000);
  expect(bob.seen).toEqual(["1"]);
});

test.each([
  [8.7e15, 0],
  [8.6e15, 8e13],
  [0, -1e300],
])(
  "a clock that shows no date (%d and %d ms) was not told, and its message is there",
  (at, offset_ms) => {
    const { ann, bob, time } = new World().pair();
    ann.say("1");
    time.pass(500);
    const entry = { id: "1-9", from: 1, seq: 2, at: time.now(), kind: "text", body: "2" };
    const clock = { at, offset_ms, error_ms: 1 };
    bob.roomWire?.send({ jsonrpc: "2.0", method: "entry", params: { ...entry, clock } });
    time.pass(500);
    expect(last(bob)).toMatchObject({ text: "2", clock: null });
  },
);

test("one's own clock is told only when the user wants it, and stays with the message", () => {
  const { ann, bob, time, services } = new World().pair();
  services.clockAheadMs = 240_000;
  time.pass(6_000);
  ann.say("no clock");
  ann.chat?.clocks(true);
  const at = Math.round(time.now());
  ann.say("my clock");
  time.pass(500);
  const [without, with_] = (bob.chat?.transcript ?? []) as Message[];
  expect(without?.clock).toBe(null);
  expect(with_?.clock).toMatchObject({ at });
  expect(with_?.clock?.offsetMs).toBeGreaterThan(239_000);
  bob.reload();
  expect(bob.chat?.transcript[1]).toEqual(with_);
  expect(last(ann).clock).toEqual(with_?.clock);
});

test("the reference is told with each message, once the service has one", () => {
  const { ann, bob, time, services } = new World().pair();
  expect(ann.chat?.reference).toBe(null);
  services.reference = { offset_ms: -3.4, error_ms: 8 };
  time.pass(11_000);
  expect(ann.chat?.reference).toEqual({ offsetMs: -3.4, errorMs: 8 });
  ann.say("what time is it?");
  time.pass(500);
  expect(last(bob).reference).toEqual({ offsetMs: -3.4 });
  expect(last(ann).reference).toEqual({ offsetMs: -3.4, errorMs: 8 });
});
