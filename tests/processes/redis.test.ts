// Redis forgets, stops and starts, and lies about what it has stored; the sender's outbox is the truth.
import { afterEach, describe, expect, test } from "vitest";
import { System, type SystemOptions } from "../support/system.ts";
import { TcpProxy } from "../support/tcp_proxy.ts";
import { expectAllArrived, twoStrangers } from "../support/user.ts";

let system: System;
let proxy: TcpProxy | undefined;

async function start(options: SystemOptions = {}): Promise<System> {
  system = await new System(options).start();
  return system;
}

// One node whose road to Redis the test holds.
async function startBehindProxy(): Promise<TcpProxy> {
  const wall = new TcpProxy(0);
  await wall.start();
  proxy = wall;
  await start({
    nodes: 1,
    redisPort: (service, port) => {
      wall.retarget(port);
      return service === "node-0" ? wall.port : port;
    },
  });
  return wall;
}

afterEach(async () => {
  await system.stop();
  await proxy?.stop();
  proxy = undefined;
});

async function ready(id: string): Promise<number> {
  return (await fetch(system.adminUrl(id, "/readyz"))).status;
}

async function eventually(what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`${what} did not happen`);
  }
}

describe("a sender's connection is cut", () => {
  test("before the append", async () => {
    const wall = await startBehindProxy();
    const [ada, bob] = await twoStrangers(system);
    wall.hold("requests");
    const asked = wall.seen("XADD");
    ada.say("held before the log");
    await asked;
    ada.network.cut();
    wall.release("requests");
    ada.say("next");
    await expectAllArrived(ada, bob);
  });

  test("after the append and before the relay", async () => {
    const wall = await startBehindProxy();
    const [ada, bob] = await twoStrangers(system);
    const asked = wall.seen("XADD");
    wall.hold("replies");
    ada.say("stored, not told");
    await asked;
    ada.network.cut();
    wall.release("replies");
    ada.say("next");
    await expectAllArrived(ada, bob);
  });

  test("while the reply of the append is lost: it is read back, stored once", async () => {
    const wall = await startBehindProxy();
    const [ada, bob] = await twoStrangers(system);
    const asked = wall.seen("XADD");
    wall.hold("replies");
    ada.say("was it stored?");
    await asked;
    wall.cut();
    wall.release("replies");
    ada.say("next");
    await expectAllArrived(ada, bob);
  });
});

test("the node's link to Redis cut again and again under talk", async () => {
  const wall = await startBehindProxy();
  const [ada, bob] = await twoStrangers(system);
  for (let round = 0; round < 8; ++round) {
    ada.say(`a${round}`);
    wall.cut();
    bob.say(`b${round}`);
    await expectAllArrived(ada, bob);
  }
});

test("FLUSHALL in mid-talk: the room is rebuilt from what its members hold", async () => {
  await start({ nodes: 2 });
  const [ada, bob] = await twoStrangers(system);
  ada.say("before");
  bob.say("before too");
  await expectAllArrived(ada, bob);
  ada.say("in the middle");
  await system.redis.command("FLUSHALL");
  ada.say("after");
  bob.say("after too");
  await expectAllArrived(ada, bob);
});

test("FLUSHALL and FUNCTION FLUSH: new strangers are paired all the same", async () => {
  await start();
  await system.redis.command("FUNCTION", "FLUSH");
  await system.redis.command("FLUSHALL");
  const [ada, bob] = await twoStrangers(system);
  ada.say("hello");
  await expectAllArrived(ada, bob);
});

test("Redis restarted empty in mid-talk", async () => {
  await start({ nodes: 2 });
  const [ada, bob] = await twoStrangers(system);
  ada.say("before");
  await expectAllArrived(ada, bob);
  ada.say("as it dies");
  await system.redis.restartEmpty();
  bob.say("after");
  await expectAllArrived(ada, bob);
});

test("Redis empty and the node dead at once: the members' outboxes are all there is, and enough", async () => {
  await start({ nodes: 1 });
  const [ada, bob] = await twoStrangers(system);
  ada.say("one", "two");
  bob.say("three");
  await expectAllArrived(ada, bob);
  const death = system.service("node-0").kill();
  ada.say("four");
  await death;
  await system.redis.restartEmpty();
  await system.restart("node-0");
  bob.say("five");
  await expectAllArrived(ada, bob);
});

test("Redis away: readiness off, liveness on, users told; all resumes when it is back", async () => {
  await start();
  const [ada, bob] = await twoStrangers(system);
  ada.say("before");
  await expectAllArrived(ada, bob);
  expect(await ready("node-0")).toBe(200);
  const told = new Promise((resolve) => ada.chat?.on("storage", resolve));
  await system.redis.kill();
  ada.say("into the void");
  await told;
  await eventually(
    "not ready",
    async () => (await ready("node-0")) === 503 && (await ready("matchmaker-0")) === 503,
  );
  expect((await fetch(system.adminUrl("node-0", "/healthz"))).status).toBe(200);
  expect((await fetch(system.adminUrl("matchmaker-0", "/healthz"))).status).toBe(200);
  await system.redis.start();
  await expectAllArrived(ada, bob);
  await eventually(
    "ready",
    async () => (await ready("node-0")) === 200 && (await ready("matchmaker-0")) === 200,
  );
});

test("Redis frozen and woken is noticed, and nothing is stored twice", async () => {
  await start();
  const [ada, bob] = await twoStrangers(system);
  ada.say("before");
  await expectAllArrived(ada, bob);
  system.redis.freeze();
  ada.say("into the frost");
  await eventually("noticed", async () => (await ready("node-0")) === 503);
  bob.say("hello?");
  system.redis.wake();
  await expectAllArrived(ada, bob);
});
