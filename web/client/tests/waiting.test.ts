// Stories of a wait: from `seek` to a chat, or to an honest end.
import { expect, test } from "vitest";
import { ParleyError } from "../src/index.js";
import { World } from "./support/world.js";

test("two who seek are paired, and both see the chat open", async () => {
  const world = new World().pair();
  expect(world.ann.notes).toContain("assigned Lynx");
  expect(await world.ann.wait?.chat).toBe(world.ann.chat);
  expect(world.ann.chat?.partner.name).toBe("Lynx");
  expect(world.ann.chat?.interests).toEqual(["chess"]);
  expect(world.ann.states.map(({ kind }) => kind)).toContain("connected");
});

test("a cancelled wait ends as cancelled, once", async () => {
  const { time, ann } = new World();
  ann.seek();
  time.pass(200);
  ann.wait?.cancel();
  ann.wait?.cancel();
  time.pass(200);
  expect(ann.waitEnd).toEqual({ reason: "cancelled" });
  await expect(ann.wait?.chat).rejects.toThrow(ParleyError);
  expect(ann.wait?.state).toEqual({ kind: "ended" });
});

test("an AbortSignal cancels the wait", () => {
  const { time, ann } = new World();
  const abort = new AbortController();
  ann.seek(abort.signal);
  time.pass(200);
  abort.abort();
  time.pass(200);
  expect(ann.waitEnd).toEqual({ reason: "cancelled" });
});

test("a lost matchmaker is sought again with the same wish and session", () => {
  const { time, services, ann } = new World();
  ann.seek();
  time.pass(200);
  ann.matchWire?.cut();
  time.pass(1_000);
  expect(services.seeks.map(({ attempt, session }) => [attempt, session])).toEqual([
    [1, undefined],
    [1, "session"],
  ]);
});

test("a matchmaker that falls silent is left after 8 s", () => {
  const { time, services, ann } = new World();
  ann.seek();
  time.pass(200);
  if (ann.matchWire) ann.matchWire.frozen = true;
  time.pass(9_000);
  expect(services.seeks.length).toBe(2);
});

test("without matchmakers it tries for ever, and says so", () => {
  const { time, services, ann } = new World();
  services.matchmakers = false;
  ann.seek();
  time.pass(60_000);
  expect(ann.wait?.state.kind).toBe("reconnecting");
  services.matchmakers = true;
  time.pass(11_000);
  expect(ann.wait?.state).toEqual({ kind: "connected" });
});

test("a wait goes on after a reload, in its place", () => {
  const { time, services, ann } = new World();
  ann.seek();
  time.pass(200);
  ann.reload();
  time.pass(200);
  expect(ann.wait?.interests).toEqual(["chess"]);
  expect(services.seeks.map(({ attempt, session }) => [attempt, session])).toEqual([
    [1, undefined],
    [1, "session"],
  ]);
});

test("after a no-show it seeks again by itself, with the priority token and a new attempt", () => {
  const { time, services, ann } = new World();
  ann.seek();
  time.pass(200);
  services.pair();
  time.pass(500);
  expect(ann.chat).toBe(null);
  services.end({ reason: "no_show", by: 2, priority: "front" });
  time.pass(500);
  expect(ann.notes).toContain("no_show");
  expect(services.seeks.at(-1)).toMatchObject({
    attempt: 2,
    priority: "front",
    session: "session",
  });
  expect(ann.waitEnd).toBe(null);
  expect(ann.states.map(({ kind }) => kind)).not.toContain("ended");
});

test("an assignment of an older attempt is ignored", () => {
  const { time, ann } = new World();
  ann.seek();
  time.pass(200);
  ann.seek();
  time.pass(200);
  const partner = { seat: 2, name: "Late" };
  const place = {
    room: "old",
    seat: 1,
    token: "seat 1",
    node: "node-0",
    language: "en",
    interests: [],
  };
  ann.matchWire?.send({
    jsonrpc: "2.0",
    method: "assigned",
    params: { attempt: 1, partner, ...place },
  });
  time.pass(200);
  expect(ann.notes).toEqual([]);
});

test("a wish that the service refuses ends with its reason", () => {
  const { time, ann } = new World();
  ann.seek();
  time.pass(20);
  const error = { code: -32014, message: "language_unknown", data: { languages: ["es"] } };
  time.until(() => ann.matchWire !== undefined, 100);
  ann.matchWire?.send({ jsonrpc: "2.0", id: 1, error });
  time.until(() => ann.waitEnd !== null, 200);
  expect(ann.waitEnd).toEqual({ reason: "refused", error: "language_unknown", languages: ["es"] });
});

test("who cancelled and was paired all the same is not put into the queue again", () => {
  const { time, services, ann } = new World();
  ann.seek();
  time.pass(200);
  services.pair();
  ann.wait?.cancel();
  time.pass(500);
  services.end({ reason: "no_show", by: 2, priority: "front" });
  time.pass(500);
  expect(ann.waitEnd).toEqual({ reason: "cancelled" });
  expect(services.seeks.length).toBe(1);
});

test("a matchmaker that closes after each answer is not hammered", () => {
  const { time, services, ann } = new World();
  ann.seek();
  time.pass(200);
  services.closesAfterSeek = 4000;
  ann.matchWire?.cut();
  time.pass(10_000);
  expect(services.seeks.length).toBeLessThan(15);
  expect(ann.waitEnd).toBe(null);
});

test("a wait whose network was changed notices it before the usual silence", () => {
  const { time, services, ann } = new World();
  services.sayWaiting();
  ann.seek();
  time.pass(3_000);
  if (ann.matchWire) ann.matchWire.frozen = true;
  ann.change("visible");
  time.pass(3_500);
  expect(services.seeks.length).toBe(2);
});

test("a pause that the matchmaker asked for is kept, whatever else it says meanwhile", () => {
  const { time, services, ann } = new World();
  services.refuseSeeks = { name: "rate_limited", retry_ms: 30_000 };
  ann.seek();
  time.pass(1_000);
  ann.matchWire?.send({ jsonrpc: "2.0", method: "storage", params: { available: true } });
  time.pass(20_000);
  expect(services.seeks.length).toBe(1);
});

test("restore twice gives the same wait, not two that replace each other", () => {
  const { time, services, ann } = new World();
  ann.seek();
  time.pass(200);
  ann.reload();
  const again = ann.parley.restore();
  expect(again?.kind === "wait" && again.wait).toBe(ann.wait);
  time.pass(500);
  expect(services.seeks.length).toBe(2);
});

test("an AbortSignal does not hold on to chats that are over", () => {
  const { time, ann } = new World();
  const abort = new AbortController();
  let held = 0;
  const { addEventListener, removeEventListener } = AbortSignal.prototype;
  Object.assign(abort.signal, {
    addEventListener: (...args: Parameters<typeof addEventListener>) => {
      held += 1;
      addEventListener.apply(abort.signal, args);
    },
    removeEventListener: (...args: Parameters<typeof removeEventListener>) => {
      held -= 1;
      removeEventListener.apply(abort.signal, args);
    },
  });
  for (let round = 0; round < 5; round += 1) {
    ann.seek(abort.signal);
    time.pass(200);
  }
  expect(held).toBeLessThanOrEqual(1);
});

test("a wait cancelled when the partner was found but not there yet stays cancelled after a reload", () => {
  const { time, services, ann } = new World();
  ann.seek();
  time.pass(200);
  services.pair();
  time.pass(500);
  ann.wait?.cancel();
  expect(ann.waitEnd).toEqual({ reason: "cancelled" });
  ann.reload();
  time.pass(500);
  expect(ann.wait).toBe(null);
  expect([...ann.storage.values.keys()]).toEqual(["parley.session"]);
});
