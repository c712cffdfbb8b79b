// The reference of a node's clock, by a real chronyd and by servers that lie, and what members are told of it.
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { type Assignment, assignTwo, joinRaw, joinTwo } from "../support/pair.ts";
import { type Frame, paramsOf, RawClient, resultOf } from "../support/raw_client.ts";
import { type Settings, System } from "../support/system.ts";
import { Chronyd, TimeServer } from "../support/time_server.ts";

interface Reference {
  readonly offset_ms: number;
  readonly error_ms: number;
}

const ends: Array<() => Promise<void>> = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function start(node: Settings): Promise<System> {
  const system = new System({ node });
  ends.push(() => system.stop());
  return system.start();
}

async function server(manner = {}): Promise<TimeServer> {
  const started = await TimeServer.start(manner);
  ends.push(() => started.stop());
  return started;
}

// `sync` may come before a join, which never follows here.
const quick = { "clock.poll_ms": 1000, "limits.join_deadline_ms": 60_000 };

async function sync(client: RawClient): Promise<Frame> {
  return resultOf(await client.call("sync", { t0: 1 }));
}

// Asked again and again until it fits, slowly enough for a connection's rate.
async function reference(
  client: RawClient,
  fits: (found: Reference | undefined) => boolean,
): Promise<Reference | undefined> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const found = (await sync(client)).reference as Reference | undefined;
    if (fits(found)) return found;
    if (Date.now() > deadline) throw new Error(`the reference is ${JSON.stringify(found)}`);
    await sleep(50);
  }
}

// An answer of that source was believed.
async function taken(system: System, node: string, source: string): Promise<void> {
  const line = `parley_clock_questions_total{source="${source}",outcome="taken"}`;
  const deadline = Date.now() + 20_000;
  while ((await system.metric(node, line)) === 0) {
    if (Date.now() > deadline) throw new Error(`nothing was taken from ${source}`);
    await sleep(50);
  }
}

async function door(system: System): Promise<RawClient> {
  return RawClient.open(system.route("/node/node-0/ws"));
}

const known = (found: Reference | undefined) => found !== undefined;
const near = (ms: number) => (found: Reference | undefined) =>
  found !== undefined && Math.abs(found.offset_ms - ms) <= found.error_ms + 3;

test("without a server of time nothing is told of a reference", async () => {
  const system = await start({});
  const client = await door(system);
  expect(await sync(client)).not.toHaveProperty("reference");
  expect((await fetch(system.adminUrl("node-0", "/metrics"))).ok).toBe(true);
  const { ada, bob } = await joinTwo(system);
  await ada.call("send", { seq: 1, kind: "text", body: "hello" });
  expect(paramsOf(await bob.notification("entry"))).not.toHaveProperty("ref");
  await Promise.all([client, ada, bob].map((each) => each.close()));
});

test("a real chronyd on the same machine: the two agree within the error that is told", async () => {
  const chronyd = await Chronyd.start();
  ends.push(() => chronyd.stop());
  const system = await start({ "clock.servers": chronyd.place, ...quick });
  const client = await door(system);
  const found = await reference(client, near(0));
  expect(found?.error_ms).toBeGreaterThan(0);
  expect(found?.error_ms).toBeLessThan(1000);
  const error = await system.metric("node-0", "parley_clock_error_seconds");
  expect(error).toBeGreaterThan(0);
  await client.close();
});

describe("a server that is a quarter of a second ahead", () => {
  test("is told with sync and kept with each message, also over the death of the node", async () => {
    const ahead = await server({ offsetMs: 250 });
    const system = await start({ "clock.servers": ahead.place, ...quick });
    const [first, second] = (await assignTwo(system)) as [Assignment, Assignment];
    const one = await joinRaw(system, first);
    const other = await joinRaw(system, second);
    await reference(one.client, near(250));
    const offset = await system.metric("node-0", "parley_clock_offset_seconds");
    expect(Math.abs(offset - 0.25)).toBeLessThan(0.1);
    const clock = { at: 1_790_000_000_000, offset_ms: -240_000.5, error_ms: 12 };
    const said = { seq: 1, kind: "text", body: "hello", clock };
    resultOf(await one.client.call("send", said));
    const entry = paramsOf(await other.client.notification("entry"));
    expect(entry).toMatchObject(said);
    expect(Math.abs((entry.ref as number) - 250)).toBeLessThan(100);

    await ahead.stop();
    ends.splice(0, 1);
    await system.service(first.node).kill();
    await system.restart(first.node);
    const again = await joinRaw(system, second, { epoch: 1, opened: true });
    expect(paramsOf(await again.client.notification("entry"))).toEqual({ ...entry });
    await again.client.close();
  });
});

test("one that lies is outvoted by two; of two that contradict each other neither is believed", async () => {
  const [one, two, liar] = [await server(), await server({ offsetMs: 2 }), await server()];
  liar.manner = { offsetMs: 3_600_000 };
  const places = [liar.place, one.place, two.place];
  const system = await start({ "clock.servers": places.join(","), ...quick });
  const client = await door(system);
  await reference(client, near(0));
  await system.add("chat-node", "node-1", {
    "clock.servers": `${liar.place},${one.place}`,
    ...quick,
  });
  for (const place of [liar.place, one.place]) await taken(system, "node-1", place);
  const before = one.asked; // by both nodes, each some times more until it has compared what it has
  await expect.poll(() => one.asked, { timeout: 20_000 }).toBeGreaterThan(before + 6);
  const other = await RawClient.open(system.route("/node/node-1/ws"));
  expect(await sync(other)).not.toHaveProperty("reference");
  await Promise.all([client.close(), other.close()]);
});

test("one that wants to be left alone is not asked again", async () => {
  const [bad, good] = [await server({ stratum: 0, kiss: "DENY" }), await server()];
  await start({ "clock.servers": `${bad.place},${good.place}`, ...quick });
  await expect.poll(() => good.asked, { timeout: 20_000 }).toBeGreaterThan(3);
  expect(bad.asked).toBe(1);
});

test.each([
  ["does not know the time", { leap: 3 }, "unsynchronized"],
  ["answers somebody else", { forged: true }, "not_ours"],
  ["wants to be left alone", { stratum: 0, kiss: "DENY" }, "denied"],
])(
  "a server that %s is not believed, and that is logged and counted",
  async (_how, manner, why) => {
    const bad = await server(manner);
    const system = await start({ "clock.servers": bad.place, ...quick });
    await system.service("node-0").logged("a source of time gives none", { why });
    const text = await (await fetch(system.adminUrl("node-0", "/metrics"))).text();
    const counted = text
      .split("\n")
      .filter((line) => line.startsWith("parley_clock_questions_total{"));
    expect(counted.some((line) => line.includes(`"${why}"`) && line.includes(bad.place))).toBe(
      true,
    );
    expect(text).toMatch(/parley_clock_offset_seconds nan/i);
    const client = await door(system);
    expect(await sync(client)).not.toHaveProperty("reference");
    bad.manner = {};
    if (why !== "denied") await reference(client, near(0));
    await client.close();
  },
);

test("a server of HTTP is right to half a second, and gives way to a better one", async () => {
  const http = createServer((_request, response) => response.end("hello"));
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  ends.push(() => new Promise((resolve) => http.close(() => resolve())));
  const address = http.address();
  const port = typeof address === "object" ? address?.port : 0;
  const settings = { "clock.http": `http://127.0.0.1:${port}/`, ...quick };
  const system = await start(settings);
  const client = await door(system);
  const found = await reference(client, known);
  expect(found?.error_ms).toBeGreaterThanOrEqual(500);
  expect(Math.abs(found?.offset_ms ?? 9999)).toBeLessThanOrEqual(found?.error_ms ?? 0);
  const precise = await server();
  await system.add("chat-node", "node-1", { ...settings, "clock.servers": precise.place });
  const better = await RawClient.open(system.route("/node/node-1/ws"));
  expect((await reference(better, near(0)))?.error_ms).toBeLessThan(500);
  await Promise.all([client.close(), better.close()]);
});
