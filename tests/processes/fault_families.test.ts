// Each fault strikes for real under two people who talk, and both get everything, once and in order.
import { afterEach, describe, expect, test } from "vitest";
import { allowed, killSwitch, onePlan, putPlan, struck } from "../support/faults.ts";
import { System } from "../support/system.ts";
import { expectAllArrived, twoStrangers, type User } from "../support/user.ts";

let system: System;
const nodes = ["node-0", "node-1"];

async function start(): Promise<void> {
  system = await new System({ nodes: 2, node: allowed, matchmaker: allowed }).start();
}

afterEach(() => system.stop());

async function everywhere(act: (id: string) => Promise<unknown>): Promise<void> {
  await Promise.all(["matchmaker-0", ...nodes].map(act));
}

// They answer each other, so that no two frames leave together and every kind of fault finds its moment.
async function talk(one: User, other: User, rounds: number): Promise<void> {
  for (let i = 0; i < rounds; ++i) {
    one.say(`question ${one.said.length}`);
    await other.hears(one.said.length);
    other.say(`answer ${other.said.length}`);
    await one.hears(other.said.length);
  }
}

describe("while they talk", () => {
  test.each<[string, object]>([
    ["cut", { percent: { inbound: 30 }, from_message: 2, times: 4 }],
    ["cut", { percent: { outbound: 30 }, from_message: 2, times: 4 }],
    ["hang_up", { percent: { outbound: 30 }, from_message: 2, times: 3 }],
    ["close", { percent: { inbound: 30 }, from_message: 2, times: 3, code: 4000 }],
    ["freeze", { percent: { inbound: 30 }, from_message: 2, times: 2, for_ms: 500 }],
    ["freeze", { percent: { outbound: 30 }, direction: "outbound", times: 2, for_ms: 500 }],
    ["delay", { percent: { inbound: 30 }, times: 2, delay_ms: 60, jitter_ms: 40, for_ms: 2000 }],
    ["throttle", { percent: { outbound: 30 }, times: 2, bytes_per_second: 2000, for_ms: 2000 }],
    ["torn_frame", { percent: 30, from_message: 2, times: 3 }],
    ["late", { percent: { outbound: 30 }, times: 4, delay_ms: 80 }],
    ["late", { percent: { inbound: 30 }, times: 4, delay_ms: 80 }],
    ["doubled", { percent: { inbound: 60, outbound: 60 }, times: 20, delay_ms: 20 }],
    ["cut_before_append", { percent: 40, times: 4 }],
    ["cut_before_append", { percent: 40, times: 4, who: "room" }],
    ["cut_after_append", { percent: 40, times: 4 }],
    ["cut_after_relay", { percent: 40, times: 4 }],
    ["redis_cut", { percent: { command: 20 }, times: 2 }],
    ["redis_cut", { percent: { reply: 20 }, times: 2 }],
    ["redis_delay", { percent: 50, delay_ms: 50, jitter_ms: 50 }],
    ["redis_lost_reply", { percent: 20, times: 1 }],
    ["hang", { percent: { inbound: 30 }, times: 1, for_ms: 700 }],
    ["freeze_and_wake", { percent: { stored: 30 }, times: 1, for_ms: 700 }],
  ])("%s %j", async (fault, settings) => {
    await start();
    const [ada, bob] = await twoStrangers(system);
    await talk(ada, bob, 2);
    const plan = onePlan({ fault, scope: { service: "chat-node" }, ...settings });
    for (const id of nodes) expect(await putPlan(system, id, plan)).toMatchObject({ status: 200 });
    await talk(ada, bob, 15);
    expect(await struck(system, nodes, fault)).toBeGreaterThan(0);
    for (const id of nodes) await killSwitch(system, id);
    await talk(ada, bob, 2);
    await expectAllArrived(ada, bob);
  });
});

describe("while they connect", () => {
  test.each<[string, object]>([
    ["refuse", {}],
    ["cut_before_handshake", {}],
    ["cut_before_handshake", { percent: { connect: 60 } }],
    ["cut_after_handshake", {}],
    ["stall", { for_ms: 400 }],
    ["cut", { after_ms: 20, jitter_ms: 50 }],
    ["cut", { after_messages: 3 }],
  ])("%s %j", async (fault, settings) => {
    await start();
    const plan = onePlan({ fault, percent: 60, times: 3, ...settings });
    await everywhere((id) => putPlan(system, id, plan));
    const [ada, bob] = await twoStrangers(system);
    await talk(ada, bob, 10);
    expect(await struck(system, ["matchmaker-0", ...nodes], fault)).toBeGreaterThan(0);
    await everywhere((id) => killSwitch(system, id));
    await expectAllArrived(ada, bob);
  });
});

describe("the node dies", () => {
  test.each<[string, object, object]>([
    ["abort", { percent: { relayed: 100 }, from_message: 4 }, { signal: "SIGABRT" }],
    ["abort", { percent: { stored: 100 }, from_message: 4 }, { signal: "SIGABRT" }],
    ["exit", { percent: { append: 100 }, from_message: 4, status: 9 }, { code: 9 }],
  ])("%s %j", async (fault, settings, ending) => {
    await start();
    const [ada, bob] = await twoStrangers(system);
    const owner = (
      await system.redis.command("HGET", `room:{${ada.chat?.room}}:owner`, "node")
    ).split("\r\n")[1] as string;
    await talk(ada, bob, 2);
    await putPlan(system, owner, onePlan({ fault, ...settings }));
    await talk(ada, bob, 6);
    expect(await system.service(owner).exit).toMatchObject(ending);
    await expectAllArrived(ada, bob);
  });
});

test("a node that cannot connect to Redis while it is told so comes back when it is not", async () => {
  await start();
  const [ada, bob] = await twoStrangers(system);
  for (const id of nodes) {
    await putPlan(system, id, {
      faults: [
        { fault: "redis_cut", percent: 100, times: 1 },
        { fault: "redis_refuse", percent: 100, times: 3 },
      ],
    });
  }
  await talk(ada, bob, 5);
  // Each node tries until it is let in, with pauses that grow: three times in vain.
  await expect.poll(() => struck(system, nodes, "redis_refuse"), { timeout: 20_000 }).toBe(6);
  await expectAllArrived(ada, bob);
});
