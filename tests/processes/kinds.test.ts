// What people do with messages besides sending them, on real processes: edit, delete, break the ice, see, and fall silent.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Assignment, assignTwo, joinRaw, joinTwo } from "../support/pair.ts";
import { errorOf, type Frame, paramsOf, type RawClient, resultOf } from "../support/raw_client.ts";
import { System } from "../support/system.ts";

const generous = { "limits.seeks_per_address_per_minute": 1000 };

async function send(client: RawClient, params: object): Promise<Frame> {
  return resultOf(await client.call("send", params));
}

async function entries(client: RawClient, count: number): Promise<Frame[]> {
  const heard: Frame[] = [];
  while (heard.length < count) heard.push(paramsOf(await client.notification("entry")));
  return heard;
}

describe("kinds of messages", () => {
  const system = new System({ matchmaker: generous });
  beforeAll(() => system.start());
  afterAll(() => system.stop());

  const said = [
    { seq: 1, kind: "icebreaker", body: "17" },
    { seq: 2, kind: "text", body: "helo" },
    { seq: 3, kind: "edit", of: 2, body: "hello" },
    { seq: 4, kind: "delete", of: 2 },
  ];

  test("an icebreaker, an edit and a delete arrive as they were said, in order", async () => {
    const { ada, bob } = await joinTwo(system);
    for (const each of said) await send(ada, each);
    expect(await entries(bob, 4)).toMatchObject(said);
    expect(await send(ada, said[2] ?? {})).toMatchObject({ again: true });
    await Promise.all([ada.close(), bob.close()]);
  });

  test("they are stored like all messages: also who was away gets them, from a node that was killed", async () => {
    const both = await assignTwo(system);
    const [first, second] = both as [Assignment, Assignment];
    const one = await joinRaw(system, first);
    const other = await joinRaw(system, second);
    other.client.cut();
    for (const each of said) await send(one.client, each);
    await system.service(first.node).kill();
    await system.restart(first.node);
    const again = await joinRaw(system, second, { epoch: 1, opened: true });
    expect(await entries(again.client, 4)).toMatchObject(said);
    await again.client.close();
  });

  test("what does not belong to a kind is refused, and takes no number", async () => {
    const { ada, bob } = await joinTwo(system);
    const misfit = await ada.call("send", { seq: 1, kind: "delete", of: 1 });
    expect(errorOf(misfit)).toMatchObject({ message: "invalid_params", data: { param: "of" } });
    expect(await send(ada, { seq: 1, kind: "text", body: "hello" })).toHaveProperty("id");
    await Promise.all([ada.close(), bob.close()]);
  });
});

describe("seen", () => {
  const system = new System({ matchmaker: generous });
  beforeAll(() => system.start());
  afterAll(() => system.stop());

  test("is told to the other, and no more than was applied", async () => {
    const { ada, bob } = await joinTwo(system);
    await send(ada, { seq: 1, kind: "text", body: "hello" });
    await send(ada, { seq: 2, kind: "text", body: "are you there?" });
    bob.notify("received", { applied: { 1: 1 } });
    bob.notify("seen", { applied: { 1: 2 } });
    expect(paramsOf(await ada.notification("seen"))).toEqual({ by: 2, applied: { 1: 1 } });
    bob.notify("received", { applied: { 1: 2 } });
    expect(paramsOf(await ada.notification("seen"))).toEqual({ by: 2, applied: { 1: 2 } });
    await Promise.all([ada.close(), bob.close()]);
  });

  test("comes again with the join after the node has forgotten it", async () => {
    const both = await assignTwo(system);
    const [first, second] = both as [Assignment, Assignment];
    const one = await joinRaw(system, first);
    await joinRaw(system, second);
    await send(one.client, { seq: 1, kind: "text", body: "hello" });
    await system.service(first.node).kill();
    await system.restart(first.node);
    const back = await joinRaw(system, first, { next: 1, epoch: 1, opened: true });
    const seen = { [first.seat]: 1 };
    const applied = { applied: seen, seen, epoch: 1, opened: true };
    await joinRaw(system, second, applied);
    expect(paramsOf(await back.client.notification("seen"))).toEqual({
      by: second.seat,
      applied: seen,
    });
  });
});

describe("a room in which nobody says anything", () => {
  const system = new System({
    matchmaker: generous,
    node: { "room.idle_ask_ms": 1_000, "room.idle_answer_ms": 2_000 },
  });
  beforeAll(() => system.start());
  afterAll(() => system.stop());

  const gone = (frame: Frame) => frame.method === "idle" && paramsOf(frame).left_ms === 0;
  const asked = (frame: Frame) => frame.method === "idle" && paramsOf(frame).left_ms !== 0;

  test("asks both, goes on when both stay, and also when one of them says something", async () => {
    const { ada, bob } = await joinTwo(system);
    for (const each of [ada, bob]) await each.next(asked);
    resultOf(await ada.call("stay", {}));
    resultOf(await bob.call("stay", {}));
    for (const each of [ada, bob]) await each.next(gone);
    for (const each of [ada, bob]) await each.next(asked);
    await send(bob, { seq: 1, kind: "text", body: "I was reading" });
    for (const each of [ada, bob]) await each.next(gone);
    await Promise.all([ada.close(), bob.close()]);
  });

  test("ends when one does not answer, and says who", async () => {
    const { ada, bob } = await joinTwo(system);
    await ada.next(asked);
    resultOf(await ada.call("stay", {}));
    for (const each of [ada, bob]) {
      expect(paramsOf(await each.notification("ended"))).toEqual({ reason: "idle", by: 2 });
      expect(await each.closed).toMatchObject({ code: 4100 });
    }
  });
});
