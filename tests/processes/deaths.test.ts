// Processes die, drain and are frozen under a conversation; nothing is lost, doubled or out of order.
import { afterEach, describe, expect, test } from "vitest";
import { System, type SystemOptions } from "../support/system.ts";
import { expectAllArrived, twoStrangers, User } from "../support/user.ts";

let system: System;

async function start(options: SystemOptions): Promise<System> {
  system = await new System(options).start();
  return system;
}

afterEach(() => system.stop());

async function talkThrough(
  one: User,
  other: User,
  disaster: () => Promise<unknown>,
): Promise<void> {
  one.say("before 1", "before 2");
  other.say("before 3");
  await expectAllArrived(one, other);
  one.say("during 1");
  other.say("during 2");
  const done = disaster();
  one.say("during 3");
  other.say("during 4");
  await done;
  one.say("after 1");
  other.say("after 2");
  await expectAllArrived(one, other);
}

describe("a chat-node", () => {
  test("killed in mid-talk: both move to the other node", async () => {
    await start({ nodes: 2 });
    const [ada, bob] = await twoStrangers(system);
    const owner = await system.ownerOf(ada.chat?.room ?? "");
    await talkThrough(ada, bob, () => system.service(owner).kill());
    expect(await system.ownerOf(ada.chat?.room ?? "")).not.toBe(owner);
  });

  test("killed, with no other: both wait and go on when it is back", async () => {
    await start({ nodes: 1 });
    const [ada, bob] = await twoStrangers(system);
    await talkThrough(ada, bob, async () => {
      await system.service("node-0").kill();
      await system.restart("node-0");
    });
  });

  test("two killed one after the other", async () => {
    await start({ nodes: 3 });
    const [ada, bob] = await twoStrangers(system);
    for (let i = 0; i < 2; ++i) {
      const owner = await system.ownerOf(ada.chat?.room ?? "");
      await talkThrough(ada, bob, () => system.service(owner).kill());
    }
  });

  test("drained by SIGTERM: both move, it exits with 0 before its deadline", async () => {
    await start({ nodes: 2, node: { "drain.deadline_ms": 6_000 } });
    const [ada, bob] = await twoStrangers(system);
    const owner = await system.ownerOf(ada.chat?.room ?? "");
    await talkThrough(ada, bob, async () => {
      expect(await system.service(owner).terminate()).toEqual({ code: 0, signal: null });
    });
    expect(await system.ownerOf(ada.chat?.room ?? "")).not.toBe(owner);
    const moved = ada.chat?.ended ?? bob.chat?.ended;
    expect(moved).toBeNull();
  });

  test("frozen, replaced, and woken as a stale owner: what it still believes reaches nobody", async () => {
    await start({ nodes: 2 });
    const [ada, bob] = await twoStrangers(system);
    const owner = await system.ownerOf(ada.chat?.room ?? "");
    await talkThrough(ada, bob, async () => {
      system.service(owner).signal("SIGSTOP");
      ada.network.cut();
      bob.network.cut();
      await ada.until("is elsewhere", () => ada.chat?.state.kind === "connected", 60_000);
    });
    system.service(owner).signal("SIGCONT");
    await talkThrough(ada, bob, async () => {});
    expect(await system.ownerOf(ada.chat?.room ?? "")).not.toBe(owner);
  });
});

describe("a matchmaker", () => {
  test("killed while somebody waits: the wait goes on at the other, with its place", async () => {
    await start({ matchmakers: 2 });
    const ada = new User(system, "Ada");
    ada.seek();
    await ada.until("waits", () => ada.wait?.status !== null);
    const holder = await system.metric("matchmaker-0", 'parley_waiting{pool="en"}');
    await system.service(holder > 0 ? "matchmaker-0" : "matchmaker-1").kill();
    await ada.until("waits elsewhere", () => ada.wait?.state.kind === "connected");
    const bob = new User(system, "Bob");
    bob.seek();
    await Promise.all([ada.opened(), bob.opened()]);
    ada.say("still in the queue");
    await expectAllArrived(ada, bob);
  });

  test("told to stop while somebody waits: it exits with 0 and the wait goes on at the other", async () => {
    await start({ matchmakers: 2 });
    const ada = new User(system, "Ada");
    ada.seek();
    await ada.until("waits", () => ada.wait?.status !== null);
    const holder = (await system.metric("matchmaker-0", 'parley_waiting{pool="en"}')) > 0 ? 0 : 1;
    expect(await system.service(`matchmaker-${holder}`).terminate()).toEqual({
      code: 0,
      signal: null,
    });
    const bob = new User(system, "Bob");
    bob.seek();
    await Promise.all([ada.opened(), bob.opened()]);
  });

  test("killed in mid-talk is not noticed by those who talk", async () => {
    await start({ matchmakers: 1 });
    const [ada, bob] = await twoStrangers(system);
    const opens = ada.network.opens;
    await system.service("matchmaker-0").kill();
    ada.say("anything wrong?");
    bob.say("no");
    await expectAllArrived(ada, bob);
    expect(ada.network.opens).toBe(opens);
  });
});

test("with no node alive people wait, are told so, and are paired when one appears", async () => {
  await start({ nodes: 0 });
  const ada = new User(system, "Ada");
  const bob = new User(system, "Bob");
  ada.seek();
  bob.seek();
  await ada.until("is told", () => ada.wait?.status?.nodes === false);
  await system.add("chat-node", "node-0");
  await Promise.all([ada.opened(), bob.opened()]);
  ada.say("there you are");
  await expectAllArrived(ada, bob);
});
