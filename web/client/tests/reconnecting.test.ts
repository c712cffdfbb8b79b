// Stories of coming back: the cases that others learnt the hard way, and what a real network, tab or clock does.
import { expect, test } from "vitest";
import { RoomLog } from "./support/room_log.js";
import { World } from "./support/world.js";

test("reconnects twice with no message between", () => {
  const { ann, bob, time } = new World().pair();
  ann.roomWire?.cut();
  time.pass(300);
  ann.roomWire?.cut();
  time.pass(300);
  ann.say("after two");
  bob.say("here too");
  time.pass(500);
  expect(bob.seen).toEqual(["after two"]);
  expect(ann.seen).toEqual(["here too"]);
});

test("reconnects within 10 ms, again and again, and loses nothing", () => {
  const { ann, bob, time } = new World().pair();
  for (let round = 1; round <= 20; round += 1) {
    ann.say(`${round}`);
    ann.roomWire?.cut();
    time.pass(10);
  }
  time.until(() => ann.chat?.unconfirmed === 0, 30_000);
  expect(bob.seen).toEqual(ann.said);
});

test("resumes on another node after the first died before it saved anything", () => {
  const { ann, bob, time, services } = new World().pair();
  ann.say("never stored");
  services.rewind(Number.POSITIVE_INFINITY);
  services.kill("node-0");
  for (const { roomWire } of [ann, bob]) roomWire?.cut();
  time.pass(5_000);
  expect(services.log.owner).not.toBe("node-0");
  expect(bob.seen).toEqual(["never stored"]);
});

test.each([1, 2, 3, 4, 5])(
  "finds a node that is back, though it holds it for unreachable (%i)",
  (seed) => {
    const { bob, time, services, network } = new World(seed).pair();
    services.unreachable.add("node-0");
    bob.roomWire?.cut();
    time.until(() => network.dialled.some((path) => path.startsWith("/node/node-1")), 10_000, 1);
    services.unreachable.delete("node-0");
    services.claim("node-0");
    const back = time.now();
    time.until(() => bob.chat?.state.kind === "connected", 5_000);
    expect(services.log.owner).toBe("node-0");
    expect(time.now() - back).toBeLessThan(1_000);
  },
);

test("resumes after an idle time longer than a heartbeat, in which the whole tab stood still", () => {
  const { ann, bob, time } = new World().pair();
  ann.asleep = true;
  time.pass(30_000);
  bob.say("are you there?");
  time.pass(30_000);
  ann.asleep = false;
  ann.say("I am");
  time.pass(10_000);
  expect(ann.seen).toEqual(["are you there?"]);
  expect(bob.seen).toEqual(["I am"]);
});

test("an applied vector and an epoch higher than the server knows heal the room", () => {
  const { ann, bob, time, services } = new World().pair();
  for (const text of ["1", "2", "3"]) bob.say(text);
  time.pass(500);
  services.log = new RoomLog();
  services.log.owner = "node-1";
  services.rewind(0);
  time.pass(1_000);
  bob.say("4");
  ann.say("1");
  time.pass(2_000);
  expect(ann.seen).toEqual(["1", "2", "3", "4"]);
  expect(bob.seen).toEqual(["1"]);
  expect(ann.notes.filter((note) => note.startsWith("gap"))).toEqual([]);
});

test("a receipt higher than anything that was sent confirms no message to come", () => {
  const { ann, bob, time } = new World().pair();
  const applied = { "1": 7 };
  ann.roomWire?.send({ jsonrpc: "2.0", method: "delivered", params: { by: 2, applied } });
  time.pass(100);
  ann.roomWire?.cut();
  ann.say("still mine to deliver");
  expect(ann.chat?.unconfirmed).toBe(1);
  time.pass(500);
  expect(bob.seen).toEqual(["still mine to deliver"]);
});

test("two connections of one seat: the newest has it, the other lets go and does not come back", () => {
  const { ann, bob, time } = new World().pair();
  const copy = ann.duplicate();
  time.pass(20_000);
  expect(ann.ended).toEqual({ reason: "replaced", byMe: false });
  expect(copy.ended).toBe(null);
  copy.say("from the copy");
  time.pass(500);
  expect(bob.seen).toEqual(["from the copy"]);
});

test("what two tabs wrote under the same number while apart both arrives", () => {
  const { ann, bob, time } = new World().pair();
  ann.change("offline");
  const copy = ann.duplicate();
  copy.change("online");
  time.pass(500);
  copy.say("by the copy");
  time.pass(6_500);
  const sent = ann.say("by the original");
  ann.change("online");
  time.pass(2_000);
  expect(bob.seen).toEqual(["by the copy", "by the original"]);
  expect(ann.chat?.transcript.at(-1)).toMatchObject({ key: "1:2", status: "delivered" });
  return sent?.ok ? sent.delivered : undefined;
});

test("a join under way is not given up before the node's own deadline for it", () => {
  // The node would hear it late, take it for the newest connection of the seat and replace the one that followed.
  const { ann, time, network } = new World().pair();
  ann.roomWire?.cut();
  time.until(() => Boolean(ann.roomWire?.server), 10_000, 1);
  const rooms = () => network.dialled.filter((path) => path.startsWith("/node/")).length;
  const before = rooms();
  if (ann.roomWire) ann.roomWire.slowUpMs = 3_000;
  time.pass(200);
  ann.change("visible");
  time.pass(8_000);
  expect(rooms()).toBe(before);
  expect(ann.ended).toBe(null);
  expect(ann.chat?.state).toEqual({ kind: "connected" });
});

test("a join of the page before a reload that arrives late is not taken for another tab", () => {
  const { ann, bob, time } = new World().pair();
  ann.roomWire?.cut();
  time.until(() => Boolean(ann.roomWire?.server), 10_000, 1);
  if (ann.roomWire) ann.roomWire.slowUpMs = 400;
  time.pass(60);
  ann.reload();
  time.pass(5_000);
  expect(ann.ended).toBe(null);
  ann.say("still me");
  time.pass(500);
  expect(bob.seen).toEqual(["still me"]);
});

test("two copies of one tab that start together end with one that has the seat", () => {
  const { ann, bob, time } = new World().pair();
  const copy = ann.duplicate();
  ann.reload();
  time.pass(30_000);
  expect([ann, copy].filter(({ ended }) => ended === null)).toHaveLength(1);
  expect(bob.chat?.partner.state).toBe("present");
});

test("who was offline comes back to the same node: the room does not move", () => {
  for (let seed = 0; seed < 60; seed += 1) {
    const { ann, time, services } = new World(seed).pair();
    ann.change("offline");
    time.pass(100 + seed * 53);
    ann.change("online");
    time.pass(1_000);
    expect(ann.chat?.state).toEqual({ kind: "connected" });
    expect(services.log.owner).toBe("node-0");
  }
});

test("a dial that hangs since before the network came back is not waited for", () => {
  const { ann, time, network } = new World().pair();
  network.hanging = true;
  ann.roomWire?.cut();
  time.pass(500);
  network.hanging = false;
  ann.change("online");
  time.pass(300);
  expect(ann.chat?.state).toEqual({ kind: "connected" });
});

test("those whom a service sends away for the same time do not come back at the same time", () => {
  const cameBack = [1, 2, 3, 4].map((seed) => {
    const { ann, time, services, network } = new World(seed).pair();
    services.refuseJoins = { name: "storage_unavailable", retry_ms: 3_000 };
    const start = time.now();
    const before = network.dialled.length;
    ann.roomWire?.cut();
    time.until(() => network.dialled.slice(before).includes("/match"), 10_000, 1);
    return time.now() - start;
  });
  expect(new Set(cameBack).size).toBe(4);
  for (const ms of cameBack) expect(ms).toBeGreaterThanOrEqual(3_000);
});

test.each([1, 2, 3, 4, 5])(
  "the offset follows when a clock was set or stood still (%i)",
  (seed) => {
    const { ann, time, services } = new World(seed).pair();
    time.pass(60_000);
    services.clockAheadMs = 600_000;
    time.pass(6_000);
    expect(ann.chat?.clockOffset?.offsetMs).toBeGreaterThan(599_000);
  },
);

test("a token that was renewed is what it comes back with, also after a reload", () => {
  const { ann, time, services } = new World().pair();
  services.renewTokens();
  time.pass(200);
  ann.roomWire?.cut();
  time.pass(500);
  ann.reload();
  time.pass(500);
  const joins = services.heard.filter(({ method }) => method === "join").slice(-2);
  expect(joins.map(({ params }) => params.token)).toEqual(["seat 1 anew", "seat 1 anew"]);
});
