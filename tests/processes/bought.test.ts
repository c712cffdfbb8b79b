// Cases bought from others' bugs: what broke chat systems and socket servers elsewhere, each by its name. Two more of
// them stand where they belong, in talk.test.ts: reconnected twice without a message between, and a duplicated tab.
import { execFileSync } from "node:child_process";
import { afterEach, describe, expect, test } from "vitest";
import { type Assignment, assignTwo, joinRaw, joinTwo } from "../support/pair.ts";
import { paramsOf, RawClient, resultOf } from "../support/raw_client.ts";
import { System, type SystemOptions } from "../support/system.ts";
import { TcpProxy } from "../support/tcp_proxy.ts";
import { expectAllArrived, twoStrangers, User } from "../support/user.ts";

let system: System;
let proxy: TcpProxy | undefined;

async function start(options: SystemOptions = {}): Promise<System> {
  system = await new System(options).start();
  return system;
}

// One service whose road to Redis the test holds.
async function startBehindProxy(whose: string, options: SystemOptions): Promise<TcpProxy> {
  const wall = await new TcpProxy(0).start();
  proxy = wall;
  await start({
    ...options,
    redisPort: (service, port) => {
      wall.retarget(port);
      return service === whose ? wall.port : port;
    },
  });
  return wall;
}

afterEach(async () => {
  await system.stop();
  await proxy?.stop();
  proxy = undefined;
});

async function say(client: RawClient, seq: number): Promise<void> {
  resultOf(await client.call("send", { seq, kind: "text", body: `word ${seq}` }));
}

async function entryOf(client: RawClient): Promise<number> {
  return paramsOf(await client.notification("entry")).seq as number;
}

describe("a seat", () => {
  test("reconnected within 10 ms, twenty times: the newest serves, each older is told, nothing is missing", async () => {
    await start();
    const [first, second] = await assignTwo(system);
    const { client: bob } = await joinRaw(system, second);
    let { client: ada } = await joinRaw(system, first);
    for (let seq = 1; seq <= 20; ++seq) {
      const older = ada;
      const sent = say(older, seq).catch(() => {}); // cut off in the middle of it, or not
      ({ client: ada } = await joinRaw(system, first, { next: seq }));
      expect((await older.closed).code).toBe(4200);
      await sent;
      await say(ada, seq);
      expect(await entryOf(bob)).toBe(seq);
    }
    await ada.close();
  });

  test("resumed after a silence longer than the idle time-out goes on", async () => {
    await start({ node: { "limits.idle_timeout_ms": 1_000 } });
    const [first, second] = await assignTwo(system);
    const { client: bob } = await joinRaw(system, second);
    const ask = { token: first.token, applied: {}, next: 1, epoch: 0 };
    const silent = await RawClient.open(system.route("/node/node-0/ws"), { autoPong: false });
    resultOf(await silent.call("join", ask));
    await say(silent, 1);
    expect((await silent.closed).code).toBe(4004);
    const { client: ada, joined } = await joinRaw(system, first, { next: 1, epoch: 1 });
    expect(joined.accepted).toBe(1);
    await say(ada, 2);
    expect([await entryOf(bob), await entryOf(bob)]).toEqual([1, 2]);
  });

  test("whose node died before it had saved anything is resumed on another", async () => {
    const wall = await startBehindProxy("node-0", { nodes: 1 });
    const ada = new User(system, "Ada");
    const bob = new User(system, "Bob");
    const claim = wall.seen("room_claim");
    const assigned = new Promise<void>((resolve) => {
      ada.seek().on("assigned", () => {
        wall.hold("requests"); // node-0 can no longer say that the room is its own
        resolve();
      });
    });
    bob.seek();
    await assigned;
    await claim;
    await system.service("node-0").kill();
    await system.add("chat-node", "node-1");
    await Promise.all([ada.opened(), bob.opened()]);
    ada.say("still here");
    bob.say("so am I");
    await expectAllArrived(ada, bob);
  });
});

describe("what a client claims and no server knows", () => {
  async function talkedTwice(): Promise<{
    ada: RawClient;
    adaSeat: Assignment;
    bob: Assignment;
  }> {
    await start();
    const [first, second] = (await assignTwo(system)).sort((one, other) => one.seat - other.seat);
    const { client: ada } = await joinRaw(system, first as Assignment);
    const { client: bob } = await joinRaw(system, second as Assignment);
    await say(ada, 1);
    await say(ada, 2);
    await entryOf(bob);
    await entryOf(bob);
    bob.cut();
    return { ada, adaSeat: first as Assignment, bob: second as Assignment };
  }

  test("an applied vector beyond all that was said hides no word to come and confirms none", async () => {
    const { ada, bob: seat } = await talkedTwice();
    const { client: bob } = await joinRaw(system, seat, { applied: { "1": 1000 }, epoch: 1 });
    await say(ada, 3);
    await say(ada, 4);
    bob.notify("received", { applied: { "1": 4 } });
    const receipts: unknown[] = [];
    while (receipts.at(-1) !== 4) {
      const { applied } = paramsOf(await ada.notification("delivered"));
      receipts.push((applied as Record<string, number>)["1"]);
    }
    expect(receipts.every((seq) => Number(seq) <= 4)).toBe(true);
  });

  test("a seq of its own beyond all that was stored is taken over, and the partner is told where it begins", async () => {
    const { ada, adaSeat: other, bob: seat } = await talkedTwice();
    const { client: bob, joined } = await joinRaw(system, seat, { applied: { "1": 2 }, next: 41 });
    expect(joined.accepted).toBe(40);
    await say(bob, 41);
    // She applies nothing past a hole: she joins again, and learns that nothing below is to be had.
    expect(await entryOf(ada)).toBe(41);
    ada.cut();
    const again = await joinRaw(system, other, { applied: { "2": 0 }, next: 3, epoch: 1 });
    expect(again.joined.members).toMatchObject([{ seat: 2, base: 41 }]);
    expect(await entryOf(again.client)).toBe(41);
  });
});

test("Redis restarted empty, then silence: the next word arrives, also when the node has died meanwhile", async () => {
  await start({ nodes: 2 });
  const [ada, bob] = await twoStrangers(system);
  ada.say("one", "two");
  bob.say("uno");
  await expectAllArrived(ada, bob);
  const told: boolean[] = [];
  ada.chat?.on("storage", ({ available }) => told.push(available));
  await system.redis.restartEmpty();
  await ada.until("is told that Redis is back", () => told.at(-1) === true);
  await system.service(await system.ownerOf(ada.chat?.room ?? "")).kill();
  ada.say("three");
  bob.say("dos");
  await expectAllArrived(ada, bob);
});

test("out of file descriptors: who talks goes on, and as soon as there are some again new ones are let in", async () => {
  await start();
  const { ada, bob } = await joinTwo(system);
  const { pid } = system.service("node-0");
  execFileSync("prlimit", ["--pid", String(pid), "--nofile=48:"]);
  const door = system.route("/node/node-0/ws");
  const crowd = Array.from({ length: 64 }, () => RawClient.open(door).catch(() => undefined));
  await system.service("node-0").logged("accept_paused");
  await say(ada, 1);
  expect(await entryOf(bob)).toBe(1);
  execFileSync("prlimit", ["--pid", String(pid), "--nofile=1024:"]);
  await Promise.all(crowd);
  const late = await RawClient.open(door);
  resultOf(await late.call("sync", { t0: 1 }));
  await late.close();
});

test("the wake-up of the last one who waits is lost with a link: it is found all the same", async () => {
  const wall = await startBehindProxy("matchmaker-0", { matchmakers: 2 });
  const ada = new User(system, "Ada");
  const bob = new User(system, "Bob");
  ada.seek(); // matchmakers take turns: she waits at matchmaker-0
  await ada.until("waits", () => ada.wait?.status?.waiting === 1);
  wall.hold("replies");
  await new Promise<void>((resolve) => bob.seek().on("assigned", () => resolve()));
  wall.cut(); // and what Redis had popped from the mailbox is gone
  wall.release("replies");
  await Promise.all([ada.opened(), bob.opened()]);
  ada.say("there you are");
  await expectAllArrived(ada, bob);
});
