// What one address may take of a service, and what happens to who says nothing: small caps, so that a test can reach them.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { assignTwo, joinRaw, seekRaw } from "../support/pair.ts";
import { errorOf, HandshakeRefused, RawClient, resultOf } from "../support/raw_client.ts";
import { System } from "../support/system.ts";

const caps = { "limits.connections_per_address": 4, "limits.idle_timeout_ms": 4_000 };
const system = new System({
  matchmaker: { ...caps, "limits.seeks_per_address_per_minute": 8 },
  node: { ...caps, "node.capacity": 1 },
});

beforeAll(() => system.start());
afterAll(() => system.stop());

test("beyond the capacity of its nodes nobody is paired; as soon as there is room again, they are", async () => {
  const [ada, bob] = await assignTwo(system);
  const { client: first } = await joinRaw(system, ada);
  const { client: second } = await joinRaw(system, bob);
  const waiting = [await seekRaw(system), await seekRaw(system)];
  for (const each of waiting) {
    await each.next((frame) => (frame.params as { waiting?: number })?.waiting === 2);
  }
  resultOf(await first.call("leave", {}));
  await Promise.all([first.closed, second.closed]);
  for (const each of waiting) {
    await each.notification("assigned");
    await each.close();
  }
});

describe.each([
  ["matchmaker", () => system.route("/match")],
  ["chat-node", () => system.route("/node/node-0/ws")],
] as const)("at the %s", (_name, door) => {
  test("a fifth connection of one address is answered 429; when one has gone there is room again", async () => {
    const held: RawClient[] = [];
    for (let i = 0; i < 4; ++i) held.push(await RawClient.open(door()));
    const fifth = await RawClient.open(door()).catch((error: unknown) => error);
    expect(fifth).toBeInstanceOf(HandshakeRefused);
    expect((fifth as HandshakeRefused).status).toBe(429);
    await Promise.all(held.map((each) => each.close()));
    await expect.poll(() => RawClient.open(door()).then((each) => each.close())).toBeDefined();
  });

  test("who says nothing and answers no ping is closed as idle, or for want of a join", async () => {
    const client = await RawClient.open(door(), { autoPong: false });
    expect((await client.closed).code).toBe(4004);
  });
});

test("too many wishes of one address in a minute are refused with the time to wait", async () => {
  const client = await RawClient.open(system.route("/match"));
  let refused: ReturnType<typeof errorOf> = {};
  for (let attempt = 1; attempt <= 9 && refused.code === undefined; ++attempt) {
    refused = errorOf(await client.call("seek", { language: "fr", attempt }));
  }
  expect(refused).toMatchObject({ code: -32006, data: { retry_ms: expect.any(Number) } });
  await client.close();
});
