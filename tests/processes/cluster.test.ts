// A Redis Cluster under talk: a master dies, slots go elsewhere, all of it is away. Six real processes.
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { assignTwo, joinRaw } from "../support/pair.ts";
import { resultOf } from "../support/raw_client.ts";
import type { Redis } from "../support/redis.ts";
import { RedisCluster } from "../support/redis_cluster.ts";
import { System } from "../support/system.ts";
import { expectAllArrived, twoStrangers, type User } from "../support/user.ts";

let cluster: RedisCluster;
let system: System;
type Pair = [User, User];
const met: Pair[] = [];

// One for all tests: to found a cluster takes seconds.
beforeAll(async () => {
  cluster = await new RedisCluster().start();
  system = await new System({ cluster, matchmakers: 2, nodes: 3 }).start();
});

afterEach(() => {
  for (const user of met.splice(0).flat()) user.network.die();
});

afterAll(async () => {
  await system?.stop();
  await cluster?.stop();
});

async function strangers(): Promise<Pair> {
  const pair = await twoStrangers(system);
  met.push(pair);
  return pair;
}

// Pairs, until there is a room on each of the three masters.
async function pairsEverywhere(): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (const masters = new Set<Redis>(); masters.size < 3; ) {
    const pair = await strangers();
    pairs.push(pair);
    masters.add(await masterOf(pair));
    if (pairs.length > 40) throw new Error("forty rooms, and not on every master");
  }
  return pairs;
}

function roomOf([ada]: Pair): string {
  return ada.chat?.room ?? "";
}

function masterOf(pair: Pair): Promise<Redis> {
  return cluster.masterOf(`room:{${roomOf(pair)}}`);
}

function talk(pairs: readonly Pair[], what: string): void {
  for (const [ada, bob] of pairs) {
    ada.say(`${what}, Ada`);
    bob.say(`${what}, Bob`);
  }
}

async function allArrive(pairs: readonly Pair[]): Promise<void> {
  await Promise.all(pairs.map(([ada, bob]) => expectAllArrived(ada, bob)));
}

async function redirects(kind: string): Promise<number> {
  const ids = ["matchmaker-0", "matchmaker-1", "node-0", "node-1", "node-2"];
  const name = `parley_redis_redirects_total{kind="${kind}"}`;
  const counts = await Promise.all(ids.map((id) => system.metric(id, name)));
  return counts.reduce((sum, each) => sum + each, 0);
}

test("strangers are paired and talk, whichever master their room is on", async () => {
  const pairs = await pairsEverywhere();
  talk(pairs, "hello");
  await allArrive(pairs);
});

test("files are kept on the master of their room, and end with it", async () => {
  const bytes = new Uint8Array(200_000).fill(7);
  for (const masters = new Set<Redis>(); masters.size < 3; ) {
    const both = await assignTwo(system);
    const [one, other] = await Promise.all(both.map((each) => joinRaw(system, each)));
    const [{ room, token }] = both;
    masters.add(await cluster.masterOf(`room:{${room}}`));
    const headers = { Authorization: `Bearer ${token}` };
    const url = system.httpUrl("node-1", "/files");
    const stored = await fetch(url, { method: "POST", headers, body: bytes });
    expect(stored.status).toBe(201);
    const { file } = (await stored.json()) as { file: string };
    const elsewhere = system.httpUrl("node-2", `/files/${file}`);
    expect(new Uint8Array(await (await fetch(elsewhere, { headers })).arrayBuffer())).toEqual(
      bytes,
    );
    resultOf((await one?.client.call("leave", {})) ?? {});
    await other?.client.closed;
    expect((await fetch(elsewhere, { headers })).status).toBe(410);
    const master = await cluster.masterOf(`room:{${room}}`);
    expect(await master.command("KEYS", `room:{${room}}:file*`)).toMatch(/^\*0/);
  }
});

test("a slot with a live room goes to another master under talk, key by key", async () => {
  const pair = await strangers();
  const sent = await redirects("ASK");
  const moved = await redirects("MOVED");
  const log = `room:{${roomOf(pair)}}`;
  const slot = await cluster.slotOf(log);
  const from = await masterOf(pair);
  const to = await cluster.otherMaster(from);
  talk([pair], "before");
  await allArrive([pair]);

  await cluster.beginMove(slot, from, to);
  talk([pair], "on its way, and still here");
  await allArrive([pair]);
  await cluster.move(from, to, log);
  talk([pair], "gone ahead");
  await allArrive([pair]);
  expect(await redirects("ASK")).toBeGreaterThan(sent);
  await cluster.move(from, to, `${log}:owner`);
  talk([pair], "all gone ahead");
  await allArrive([pair]);

  await cluster.endMove(slot, from, to);
  talk([pair], "there");
  await allArrive([pair]);
  expect(await redirects("MOVED")).toBeGreaterThan(moved);
  expect(await masterOf(pair)).toBe(to);
  await cluster.moveSlot(slot, to, from);
  talk([pair], "and back");
  await allArrive([pair]);
});

test("the pairing queue goes to another master: nobody is paired twice, nobody is forgotten", async () => {
  const slot = await cluster.slotOf("{pairing}");
  const from = await cluster.masterOf("{pairing}");
  const to = await cluster.otherMaster(from);
  const before = await strangers();
  await cluster.beginMove(slot, from, to);
  const during = strangers(); // waits: the functions do not run on half of their keys
  const keys = await cluster.keysOf(slot, from);
  await cluster.move(from, to, ...keys.slice(0, 1));
  talk([before], "meanwhile");
  await allArrive([before]);
  await cluster.move(from, to, ...keys.slice(1));
  await cluster.endMove(slot, from, to);
  const pairs = [before, await during, await strangers()];
  talk(pairs, "after");
  await allArrive(pairs);
  expect(new Set(pairs.map(roomOf)).size).toBe(3);
});

test("the registry goes to another master: nodes stay known", async () => {
  const slot = await cluster.slotOf("nodes:{nodes}:lease");
  const from = await cluster.masterOf("nodes:{nodes}:lease");
  await cluster.moveSlot(slot, from, await cluster.otherMaster(from));
  await system.service("node-1").kill();
  await system.restart("node-1");
  const pair = await strangers();
  talk([pair], "hello");
  await allArrive([pair]);
});

test("a master dies and its replica takes over; who is elsewhere does not notice", async () => {
  const pairs = await pairsEverywhere();
  talk(pairs, "before");
  await allArrive(pairs);
  const [struck] = pairs as [Pair];
  const dead = await masterOf(struck);
  const elsewhere: Pair[] = [];
  for (const pair of pairs) if ((await masterOf(pair)) !== dead) elsewhere.push(pair);

  await dead.kill();
  talk(pairs, "as it dies");
  await allArrive(elsewhere); // before anybody takes over
  await cluster.serves();
  await allArrive(pairs);
  talk(pairs, "after");
  pairs.push(await strangers());
  await allArrive(pairs);
  await dead.start();
  talk(pairs, "and it is back, as a replica");
  await allArrive(pairs);
});

// The queue and the registry are where they can be reached; without those nobody could be paired.
test("who starts while a master and its replica are away serves the slots of the others", async () => {
  const reached = await cluster.masterAtSeed();
  for (const key of ["{pairing}", "nodes:{nodes}:lease"]) {
    const from = await cluster.masterOf(key);
    if (from !== reached) await cluster.moveSlot(await cluster.slotOf(key), from, reached);
  }
  const pairs = await pairsEverywhere();
  talk(pairs, "before");
  await allArrive(pairs);
  const lost = await cluster.otherMaster(reached);
  const elsewhere: Pair[] = [];
  for (const pair of pairs) if ((await masterOf(pair)) !== lost) elsewhere.push(pair);

  const away = await cluster.killWithReplica(lost);
  const nodes = ["node-0", "node-1", "node-2"];
  for (const id of ["matchmaker-1", ...nodes]) await system.service(id).kill();
  talk(elsewhere, "as nobody is there");
  for (const id of ["matchmaker-1", "node-1"]) await system.restart(id);
  expect(await system.metric("node-1", "parley_redis_ready")).toBeLessThan(1);
  await allArrive(elsewhere);

  await Promise.all(away.map((redis) => redis.start()));
  await cluster.serves();
  for (const id of ["node-0", "node-2"]) await system.restart(id);
  talk(pairs, "all are back");
  await allArrive(pairs);
});

test("a replica takes over by an operator's word: the old master lives on and sends callers away", async () => {
  const pair = await strangers();
  talk([pair], "before");
  await allArrive([pair]);
  const before = await masterOf(pair);
  await cluster.handOver(before, "in_peace");
  talk([pair], "after");
  await allArrive([pair]);
  const between = await masterOf(pair);
  expect(between).not.toBe(before);
  await cluster.handOver(between, "by_force");
  talk([pair], "after that");
  await allArrive([pair]);
});

test("a master is back, empty, before anybody has taken over: its rooms are written again", async () => {
  const pairs = await pairsEverywhere();
  talk(pairs, "before");
  await allArrive(pairs);
  const struck = await masterOf(pairs[0] as Pair);
  await struck.kill();
  talk(pairs, "as it dies");
  await struck.start();
  await cluster.serves();
  await allArrive(pairs);
  talk(pairs, "after");
  await allArrive(pairs);
});

test("all of it is away for a while, and empty when it comes back", async () => {
  const pairs = [await strangers(), await strangers()];
  talk(pairs, "before");
  await allArrive(pairs);
  const [[ada]] = pairs as [Pair];
  const told = new Promise((resolve) => ada.chat?.on("storage", resolve));
  await cluster.killAll();
  talk(pairs, "into the void");
  await told;
  await cluster.startAll();
  await cluster.serves();
  await allArrive(pairs);
  pairs.push(await strangers());
  talk(pairs, "after");
  await allArrive(pairs);
});
