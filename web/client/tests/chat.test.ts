// Stories of a chat: what a person sees of ticks, presence, typing, moves, reloads and ends.
import { expect, test } from "vitest";
import { ParleyError, type Sent } from "../src/index.js";
import { World } from "./support/world.js";

test("a message gets its first tick when stored and its second when applied", async () => {
  const { ann, bob, time } = new World().pair();
  const sent = ann.say("hello") as Sent;
  expect(ann.chat?.transcript.at(-1)).toMatchObject({
    text: "hello",
    mine: true,
    status: "waiting",
  });
  time.pass(300);
  await sent.stored;
  await sent.delivered;
  expect(bob.seen).toEqual(["hello"]);
  expect(ann.chat?.transcript.at(-1)).toMatchObject({ status: "delivered" });
  expect(ann.chat?.unconfirmed).toBe(0);
});

test("what is written without a connection waits, and arrives once when it is back", () => {
  const { ann, bob, time } = new World().pair();
  ann.change("offline");
  ann.say("one");
  ann.say("two");
  time.pass(3_000);
  expect(ann.chat?.state).toEqual({ kind: "offline" });
  expect(ann.chat?.unconfirmed).toBe(2);
  ann.change("online");
  time.pass(500);
  expect(bob.seen).toEqual(["one", "two"]);
});

test("a cut connection is back at once, on the same node", () => {
  const { ann, bob, time, network } = new World().pair();
  const before = network.dialled.length;
  ann.roomWire?.cut();
  ann.say("still here");
  time.pass(250);
  expect(network.dialled.slice(before)).toEqual(["/node/node-0/ws"]);
  expect(bob.seen).toEqual(["still here"]);
});

test("a dead node is reported to a matchmaker, and the room goes on elsewhere", () => {
  const { ann, bob, time, services } = new World().pair();
  services.kill("node-0");
  for (const { roomWire } of [ann, bob]) roomWire?.cut();
  ann.say("moved");
  time.pass(2_000);
  expect(services.log.owner).toBe("node-1");
  expect(bob.seen).toEqual(["moved"]);
});

test("a frozen connection is noticed by the heartbeat", () => {
  const { ann, bob, time } = new World().pair();
  if (ann.roomWire) ann.roomWire.frozen = true;
  ann.say("anybody?");
  time.pass(8_000);
  expect(bob.seen).toEqual(["anybody?"]);
});

test("the outbox is bounded, and says so", () => {
  const { ann } = new World().pair();
  ann.change("offline");
  for (let count = 0; count < 400; count += 1) expect(ann.say("x")?.ok).toBe(true);
  expect(ann.say("x")).toEqual({ ok: false, error: "outbox_full" });
});

test("a text is refused when it is empty or too long, in code points", () => {
  const { ann } = new World().pair();
  expect(ann.say("")).toEqual({ ok: false, error: "empty" });
  expect(ann.say("😀".repeat(4_001))).toEqual({ ok: false, error: "too_long", limit: 4_000 });
  expect(ann.say("😀".repeat(4_000))?.ok).toBe(true);
});

test("half a surrogate pair never reaches the wire", () => {
  const { ann, bob, time } = new World().pair();
  ann.chat?.send("a\uD83D");
  time.pass(300);
  expect(bob.seen).toEqual(["a\uFFFD"]);
});

test("refused sends go again after the pause, in order", () => {
  const { ann, bob, time, services } = new World().pair();
  services.refuseSends = 3;
  for (const text of ["1", "2", "3", "4", "5"]) ann.say(text);
  time.pass(2_000);
  expect(bob.seen).toEqual(["1", "2", "3", "4", "5"]);
});

test("a partner who is cut off is shown as away with the time left, then as present", () => {
  const { ann, bob, time } = new World().pair();
  bob.change("offline");
  time.pass(100);
  expect(ann.chat?.partner).toMatchObject({ state: "away", leftMs: 120_000 });
  bob.change("online");
  time.pass(500);
  expect(ann.chat?.partner).toMatchObject({ state: "present", leftMs: 0, awayUntil: 0 });
});

test("typing is told, spared, and cleared by the message", () => {
  const { ann, bob, time } = new World().pair();
  ann.chat?.setTyping(true);
  ann.chat?.setTyping(true);
  time.pass(100);
  ann.say("done");
  time.pass(200);
  expect(bob.notes.filter((note) => note.startsWith("typing"))).toEqual([
    "typing true",
    "typing false",
  ]);
});

test("typing ends by itself after 5 s", () => {
  const { ann, bob, time } = new World().pair();
  ann.chat?.setTyping(true);
  time.pass(5_200);
  expect(bob.notes.at(-1)).toBe("typing false");
});

test("a new name reaches the partner, also over a lost connection", () => {
  const { ann, bob, time } = new World().pair();
  ann.change("offline");
  expect(ann.chat?.rename("  Heron ")).toEqual({ ok: true });
  expect(ann.chat?.rename("\u0007")).toEqual({ ok: false, error: "invalid" });
  ann.change("online");
  time.pass(500);
  expect(bob.chat?.partner.name).toBe("Heron");
  expect(ann.chat?.name).toBe("Heron");
});

test("leaving ends it for both, after what was written before", async () => {
  const { ann, bob, time } = new World().pair();
  ann.change("offline");
  const sent = ann.say("bye") as Sent;
  ann.chat?.leave();
  expect(ann.ended).toEqual({ reason: "left", byMe: true });
  await expect(sent.delivered).rejects.toThrow(ParleyError);
  ann.change("online");
  time.pass(1_000);
  expect(bob.seen).toEqual(["bye"]);
  expect(bob.ended).toEqual({ reason: "left", byMe: false });
  expect(bob.chat?.send("hm")).toEqual({ ok: false, error: "ended" });
  for (const { states } of [ann, bob]) {
    expect(states.findIndex(({ kind }) => kind === "ended")).toBe(states.length - 1);
  }
});

test("a seat that is taken over by another tab is let go, and the storage left alone", () => {
  const { ann, time } = new World().pair();
  const before = new Map(ann.storage.values);
  ann.roomWire?.close(4200);
  time.pass(20_000);
  expect(ann.ended).toEqual({ reason: "replaced", byMe: false });
  expect(ann.storage.values).toEqual(before);
});

test("a hole is never jumped: the client joins again", () => {
  const { ann, bob, time } = new World().pair();
  const entry = { id: "1-9", from: 2, seq: 7, kind: "text", body: "later", at: 1 };
  ann.roomWire?.send({ jsonrpc: "2.0", method: "entry", params: entry });
  time.pass(300);
  bob.say("now");
  time.pass(300);
  expect(ann.seen).toEqual(["now"]);
});

test("the offset of the services' clock is known from the first heartbeat", () => {
  const { ann } = new World().pair();
  const offset = ann.chat?.clockOffset;
  expect(Math.abs(offset?.offsetMs ?? 1_000)).toBeLessThanOrEqual((offset?.errorMs ?? 0) + 1);
});

test("ticks are told forwards only", () => {
  const { ann, time } = new World().pair();
  const told: number[] = [];
  ann.chat?.on("stored", ({ seq }) => told.push(seq));
  for (let count = 0; count < 30; count += 1) {
    ann.say("x");
    time.pass(count);
  }
  time.pass(1_000);
  expect(told).toEqual([...new Set(told)].sort((a, b) => a - b));
});

test("a listener that throws hurts nobody else", async () => {
  const { ann, bob, time } = new World().pair();
  const thrown: unknown[] = [];
  const caught = (error: unknown) => thrown.push(error);
  process.once("uncaughtException", caught);
  ann.chat?.on("message", () => {
    throw new Error("a listener's own mistake");
  });
  const after: string[] = [];
  ann.chat?.on("message", ({ text }) => after.push(text));
  bob.say("one");
  time.pass(500);
  await new Promise(setImmediate);
  expect(after).toEqual(["one"]);
  expect(bob.chat?.unconfirmed).toBe(0);
  expect(thrown).toHaveLength(1);
});

test("a listener that answers at once keeps the order", () => {
  const { ann, bob, time } = new World().pair();
  bob.chat?.on("message", ({ text }) => bob.say(`re ${text}`));
  for (const text of ["1", "2", "3"]) ann.say(text);
  time.pass(1_000);
  expect(ann.seen).toEqual(["re 1", "re 2", "re 3"]);
});

test("no tick is awaited for ever: a new wish ends what was before it", async () => {
  const { ann } = new World().pair();
  ann.change("offline");
  const sent = ann.say("never") as Sent;
  ann.seek();
  await expect(sent.stored).rejects.toThrow("chat_ended");
  await expect(sent.delivered).rejects.toThrow("chat_ended");
});
