// The main job on real processes, and everything short of a process's death that a connection can suffer.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { System } from "../support/system.ts";
import { expectAllArrived, twoStrangers, User } from "../support/user.ts";

const generous = { "limits.seeks_per_address_per_minute": 1000 };
const system = new System({ matchmakers: 2, nodes: 2, matchmaker: generous });

beforeAll(() => system.start());
afterAll(() => system.stop());

async function goodbye(one: User, other: User): Promise<void> {
  one.chat?.leave();
  await other.until("is told of the end", () => other.chat?.ended !== null);
}

test("two strangers are paired, talk both ways, and both see two ticks", async () => {
  const [ada, bob] = await twoStrangers(system);
  expect(ada.chat?.room).toBe(bob.chat?.room);
  expect(ada.chat?.partner).toMatchObject({ name: "Bob", state: "present" });
  expect(bob.chat?.partner).toMatchObject({ name: "Ada", state: "present" });
  ada.say("hello", "how are you?");
  bob.say("fine");
  await expectAllArrived(ada, bob);
  expect(ada.chat?.transcript.filter((item) => item.kind === "message" && item.mine)).toMatchObject(
    [
      { text: "hello", status: "delivered" },
      { text: "how are you?", status: "delivered" },
    ],
  );
  await goodbye(ada, bob);
  expect(bob.chat?.ended).toMatchObject({ reason: "left", byMe: false });
});

test("typing and a new name are seen by the other", async () => {
  const [ada, bob] = await twoStrangers(system);
  ada.chat?.setTyping(true);
  await bob.until("sees typing", () => bob.chat?.partner.typing === true);
  ada.say("done");
  await bob.until("no longer sees typing", () => bob.chat?.partner.typing === false);
  ada.chat?.rename("Countess");
  await bob.until("sees the name", () => bob.chat?.partner.name === "Countess");
  await goodbye(bob, ada);
});

test("shared interests are told to both", async () => {
  const ada = new User(system, "Ada");
  const bob = new User(system, "Bob");
  ada.seek({ language: "de", interests: ["Schach", "tea"] });
  bob.seek({ language: "de", interests: ["TEA", "go"] });
  await Promise.all([ada.opened(), bob.opened()]);
  expect(ada.chat?.interests).toEqual(["tea"]);
  expect(bob.chat?.interests).toEqual(["tea"]);
  await goodbye(ada, bob);
});

test("pools do not mix, and a cancelled wait ends as cancelled", async () => {
  const ada = new User(system, "Ada");
  const bob = new User(system, "Bob");
  const waits = [ada.seek({ language: "es" }), bob.seek({ language: "fr" })];
  await Promise.all(
    [ada, bob].map((user) => user.until("waits", () => user.wait?.status?.waiting === 1)),
  );
  const ends = waits.map((wait) => new Promise((resolve) => wait.on("ended", resolve)));
  for (const wait of waits) wait.cancel();
  expect(await Promise.all(ends)).toEqual([{ reason: "cancelled" }, { reason: "cancelled" }]);
});

describe("a connection that is cut", () => {
  test("in mid-talk, over and over, costs nothing", async () => {
    const [ada, bob] = await twoStrangers(system);
    for (let round = 0; round < 10; ++round) {
      ada.say(`a${round}-1`, `a${round}-2`);
      bob.say(`b${round}`);
      (round % 2 ? ada : bob).network.cut();
      ada.say(`a${round}-3`);
    }
    await expectAllArrived(ada, bob);
    await goodbye(ada, bob);
  });

  test("after the relay and before the acknowledgement doubles nothing", async () => {
    const [ada, bob] = await twoStrangers(system);
    ada.network.loseIncoming();
    ada.say("did you get this?");
    await bob.hears(1);
    ada.network.cut();
    ada.say("and this?");
    await expectAllArrived(ada, bob);
    await goodbye(ada, bob);
  });

  test("with no message yet resumes", async () => {
    const [ada, bob] = await twoStrangers(system);
    ada.network.cut();
    bob.network.cut();
    ada.say("first word");
    await expectAllArrived(ada, bob);
    await goodbye(ada, bob);
  });

  test("twice in a row, without a message between, resumes", async () => {
    const [ada, bob] = await twoStrangers(system);
    ada.say("before");
    await expectAllArrived(ada, bob);
    const opens = ada.network.opens;
    ada.network.cut();
    await ada.until("is connecting again", () => ada.network.opens > opens);
    ada.network.cut();
    await ada.connected();
    bob.say("after");
    await expectAllArrived(ada, bob);
    await goodbye(ada, bob);
  });

  test("is shown to the partner as reconnecting with the time left, not as gone", async () => {
    const [ada, bob] = await twoStrangers(system);
    ada.network.goAway();
    await bob.until("sees her away", () => bob.chat?.partner.state === "away");
    expect(bob.chat?.partner.leftMs).toBeGreaterThan(100_000);
    bob.say("I wait");
    ada.say("I write all the same");
    ada.network.comeBack();
    await bob.until("sees her again", () => bob.chat?.partner.state === "present");
    await expectAllArrived(ada, bob);
    await goodbye(ada, bob);
  });
});

describe("a tab", () => {
  test("that is reloaded in mid-talk goes on with everything", async () => {
    const [ada, bob] = await twoStrangers(system);
    ada.say("one", "two");
    bob.say("uno");
    ada.reload();
    ada.say("three");
    bob.say("dos");
    bob.reload();
    ada.say("four");
    await expectAllArrived(ada, bob);
    await goodbye(ada, bob);
  });

  test("that is duplicated takes the chat over; the older one is told", async () => {
    const [ada, bob] = await twoStrangers(system);
    ada.say("from the first tab");
    await expectAllArrived(ada, bob);
    const twin = new User(system, "Ada", ada.storage.copy());
    twin.said.push(...ada.said);
    twin.restore();
    await ada.until("is told", () => ada.chat?.ended?.reason === "replaced");
    twin.say("from the second tab");
    await expectAllArrived(twin, bob);
    await goodbye(bob, twin);
  });

  test("that is duplicated while waiting is never paired with itself", async () => {
    const ada = new User(system, "Ada");
    ada.seek({ language: "pt" });
    await ada.until("waits", () => ada.wait?.status !== null);
    const twin = new User(system, "Ada", ada.storage.copy());
    const replaced = new Promise((resolve) => ada.wait?.on("ended", resolve));
    twin.restore();
    expect(await replaced).toEqual({ reason: "replaced" });
    await twin.until("waits", () => twin.wait?.status?.waiting === 1);
    const bob = new User(system, "Bob");
    bob.seek({ language: "pt" });
    await Promise.all([twin.opened(), bob.opened()]);
    expect(ada.chat).toBeUndefined();
    await goodbye(twin, bob);
  });
});

test("both leave at once: both are told, and the room's log is gone", async () => {
  const [ada, bob] = await twoStrangers(system);
  ada.say("bye");
  await expectAllArrived(ada, bob);
  const room = ada.chat?.room ?? "";
  expect(await system.redis.integer("EXISTS", `room:{${room}}`)).toBe(1);
  ada.chat?.leave();
  bob.chat?.leave();
  await Promise.all(
    [ada, bob].map((user) => user.until("it ends", () => user.chat?.ended?.reason === "left")),
  );
  // Who leaves is told at once; the service needs a moment.
  await expect.poll(() => system.redis.integer("EXISTS", `room:{${room}}`)).toBe(0);
});

test("one who never joins costs the other a few seconds and no place: the front of the queue", async () => {
  const ghost = new User(system, "Ghost");
  const ada = new User(system, "Ada");
  ghost.seek({ language: "ar" });
  await ghost.until("waits", () => ghost.wait?.status !== null);
  // The ghost's tab dies at the moment of the assignment.
  const gone = new Promise<void>((resolve) => {
    ghost.wait?.on("assigned", () => {
      ghost.network.goAway();
      resolve();
    });
  });
  ada.seek({ language: "ar" });
  const alone = new Promise<void>((resolve) => {
    ada.wait?.on("no_show", () => resolve());
  });
  await gone;
  await alone;
  const bob = new User(system, "Bob");
  bob.seek({ language: "ar" });
  await Promise.all([ada.opened(), bob.opened()]);
  ada.say("finally");
  await expectAllArrived(ada, bob);
  await goodbye(ada, bob);
});
