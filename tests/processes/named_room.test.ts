// A named room through its front doors: opened by name and key, members who come and go, and whoever comes later reads what was said.
import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { askForPlace, type Place, takePlace } from "../support/place.ts";
import { errorOf, paramsOf, RawClient, resultOf } from "../support/raw_client.ts";
import { System } from "../support/system.ts";

const system = new System({
  nodes: 2,
  matchmaker: { "pairing.room_limit": 3 },
  node: { "room.move_interval_ms": 0 },
});

beforeAll(async () => {
  await system.start();
  const noNode = () => system.metric("matchmaker-0", "parley_no_node");
  await vi.waitFor(async () => expect(await noNode()).toBe(0), { timeout: 10_000, interval: 20 });
});
afterAll(() => system.stop());

const keyOf = (room: string, key: string): string =>
  createHash("sha256").update(`parley room ${room}\n${key}`).digest("hex");

async function ask(room: string, name: string, key?: string) {
  const hash = key === undefined ? {} : { key: keyOf(room, key) };
  return askForPlace(system, { room, name, ...hash });
}

const open = async (room: string, name: string, key?: string): Promise<Place> =>
  resultOf(await ask(room, name, key)) as unknown as Place;

const join = (place: Place, params: object = {}) => takePlace(system, place, params);

async function enter(room: string, name: string, key?: string) {
  const place = await open(room, name, key);
  const { client, answer } = await join(place);
  return { place, client, joined: resultOf(answer) };
}

async function say(client: RawClient, seq: number, body: string): Promise<void> {
  resultOf(await client.call("send", { seq, kind: "text", body }));
}

test("members come and go, and see each other and what is said", async () => {
  const ada = await enter("The Hall", "Ada");
  expect(ada.joined).toMatchObject({ members: [], delivered: 0 });
  const bob = await enter("the hall", "Bob");
  expect(bob.place.room).toBe(ada.place.room);
  expect(bob.joined.members).toMatchObject([{ name: "Ada", state: "present" }]);
  const came = paramsOf(await ada.client.notification("presence"));
  expect(came).toMatchObject({ seat: bob.place.seat, state: "present", name: "Bob" });

  await say(ada.client, 1, "hello, hall");
  const said = paramsOf(await bob.client.notification("entry"));
  expect(said).toMatchObject({ from: ada.place.seat, seq: 1, body: "hello, hall" });
  bob.client.notify("received", { applied: { [ada.place.seat]: 1 } });
  const delivered = paramsOf(await ada.client.notification("delivered"));
  expect(delivered).toEqual({ applied: { [ada.place.seat]: 1 } });

  resultOf(await bob.client.call("leave", {}));
  expect((await bob.client.closed).code).toBe(4100);
  const gone = paramsOf(await ada.client.notification("presence"));
  expect(gone).toMatchObject({ seat: bob.place.seat, state: "left", name: "Bob" });
  await ada.client.close();
});

test("another key is wrong, and so is one where there is none", async () => {
  const ada = await enter("secret", "Ada", "sesame");
  expect(errorOf(await ask("secret", "Eve", "abracadabra")).message).toBe("key_wrong");
  expect(errorOf(await ask("secret", "Eve")).message).toBe("key_wrong");
  const bob = await enter("secret", "Bob", "sesame");
  expect(bob.joined.members).toMatchObject([{ name: "Ada" }]);
  await enter("open", "Ada");
  expect(errorOf(await ask("open", "Eve", "sesame")).message).toBe("key_wrong");
  await Promise.all([ada.client.close(), bob.client.close()]);
});

test("a full room takes nobody until somebody leaves", async () => {
  const members = [await enter("small", "A"), await enter("small", "B"), await enter("small", "C")];
  const late = await open("small", "D");
  const refused = await join(late);
  expect(errorOf(refused.answer)).toMatchObject({ message: "room_full", data: { limit: 3 } });
  expect((await refused.client.closed).code).toBe(4100);
  resultOf(await (members[0] as (typeof members)[0]).client.call("leave", {}));
  resultOf((await join(late)).answer);
});

test("who comes later reads what was said, also when all have left and the node has died", async () => {
  const ada = await enter("archive", "Ada", "k");
  await say(ada.client, 1, "one");
  await say(ada.client, 2, "two");
  resultOf(await ada.client.call("leave", {}));
  await system.service(ada.place.node).kill();
  await system.restart(ada.place.node);

  const bob = await enter("archive", "Bob", "k");
  expect(bob.joined.members).toMatchObject([{ name: "Ada", state: "left", base: 1 }]);
  const bodies = [];
  for (let i = 0; i < 2; ++i) bodies.push(paramsOf(await bob.client.notification("entry")).body);
  expect(bodies).toEqual(["one", "two"]);
  expect(errorOf(await ask("archive", "Eve", "other")).message).toBe("key_wrong");
  await bob.client.close();
});

test("its node dies: the members find each other at another", async () => {
  const ada = await enter("wanderers", "Ada");
  const bob = await enter("wanderers", "Bob");
  await say(ada.client, 1, "before");
  await bob.client.notification("entry");
  await system.service(ada.place.node).kill();

  const door = await RawClient.open(system.route("/match"));
  const way = { token: ada.place.token, unreachable: [ada.place.node] };
  const found = resultOf(await door.call("resume", way)) as unknown as Place;
  expect(found.node).not.toBe(ada.place.node);
  const back = await join(
    { ...ada.place, node: found.node, claim: found.claim },
    { next: 1, epoch: ada.joined.epoch },
  );
  expect(resultOf(back.answer).members).toMatchObject([{ name: "Bob", state: "away" }]);
  const bobAgain = await join(
    { ...bob.place, node: found.node, claim: found.claim },
    { applied: { [ada.place.seat]: 1 }, epoch: bob.joined.epoch },
  );
  resultOf(bobAgain.answer);
  await say(back.client, 2, "after");
  expect(paramsOf(await bobAgain.client.notification("entry"))).toMatchObject({ body: "after" });
  await door.close();
});
