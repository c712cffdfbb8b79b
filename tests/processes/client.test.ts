// The client library with real services: what a page builds on beyond talking (talk.test.ts), through a node's death too.
import type { Message } from "@parley-chat/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { System } from "../support/system.ts";
import { twoStrangers, User } from "../support/user.ts";

const generous = { "limits.seeks_per_address_per_minute": 1000 };

const messages = ({ chat }: User): Message[] =>
  (chat?.transcript ?? []).filter((item): item is Message => item.kind === "message");
// Seat by seat: of two messages under way at once each side shows its own first.
const looks = (user: User) =>
  messages(user)
    .map(({ from, seq, text, edited, removed, question }) => ({
      ...{ from, seq, text, edited, removed, question },
    }))
    .sort((a, b) => a.from - b.from || a.seq - b.seq);
const seqOf = (user: User, text: string): number =>
  messages(user).find((message) => message.mine && message.text === text)?.seq ?? 0;

// Both have the same conversation before them.
async function agree(one: User, other: User): Promise<void> {
  await Promise.all([one.allDelivered(), other.allDelivered()]);
  expect(looks(one)).toEqual(looks(other));
}

describe("with a node that is killed", () => {
  const system = new System({ nodes: 2, matchmaker: generous });
  beforeAll(() => system.start());
  afterAll(() => system.stop());

  async function kill({ chat }: User): Promise<string> {
    const owner = await system.ownerOf(chat?.room ?? "");
    await system.service(owner).kill();
    return owner;
  }

  test("edits, removals and questions look alike on both sides, in their places", async () => {
    const [ada, bob] = await twoStrangers(system);
    ada.say("helo", "a secret", "and this");
    bob.say("hm");
    await agree(ada, bob);
    ada.chat?.edit(seqOf(ada, "helo"), "hallo");
    const killed = await kill(ada);
    ada.chat?.edit(seqOf(ada, "hallo"), "hello");
    ada.chat?.remove(seqOf(ada, "a secret"));
    bob.chat?.icebreaker("17");
    await agree(ada, bob);
    bob.reload();
    await agree(ada, bob);
    const mine = looks(ada).filter(({ from }) => from === ada.chat?.seat);
    expect(mine).toMatchObject([
      { text: "hello", edited: true },
      { text: "", removed: true },
      { text: "and this", edited: false, removed: false },
    ]);
    expect(looks(ada)).toContainEqual(expect.objectContaining({ question: "17" }));
    ada.chat?.leave();
    await system.restart(killed);
  });

  test("the third tick comes when the other has looked, and stays when the room has moved", async () => {
    const [ada, bob] = await twoStrangers(system);
    ada.say("look");
    await bob.hears(1);
    bob.chat?.seen();
    const status = () => messages(ada).map((message) => message.status);
    await ada.until("three ticks", () => status().join() === "seen");
    const killed = await kill(ada);
    ada.say("and again");
    await bob.hears(2);
    await ada.allDelivered();
    expect(status()).toEqual(["seen", "delivered"]);
    bob.chat?.seen();
    await ada.until("three ticks", () => status().join() === "seen,seen");
    ada.chat?.leave();
    await system.restart(killed);
  });
});

describe("where nobody says anything", () => {
  const system = new System({
    matchmaker: generous,
    node: { "room.idle_ask_ms": 1_500, "room.idle_answer_ms": 3_000 },
  });
  beforeAll(() => system.start());
  afterAll(() => system.stop());

  test("both are asked, who stays stays, and who does not answer ends it", async () => {
    const [ada, bob] = await twoStrangers(system);
    const [toldAda, toldBob] = [ada, bob].map(({ chat }) => {
      const told: string[] = [];
      chat?.on("idle", ({ leftMs }) => told.push(leftMs > 0 ? "asked" : "over"));
      return told;
    });
    await ada.until("is asked", () => toldAda?.length === 1);
    await bob.until("is asked", () => toldBob?.length === 1);
    ada.chat?.stay();
    bob.chat?.stay();
    await ada.until("is asked again", () => toldAda?.length === 3);
    expect(toldAda).toEqual(["asked", "over", "asked"]);
    ada.chat?.stay();
    for (const user of [ada, bob]) await user.until("it ends", () => user.chat?.ended !== null);
    expect(ada.chat?.ended).toEqual({ reason: "idle", byMe: false });
    expect(bob.chat?.ended).toEqual({ reason: "idle", byMe: true });
  });
});

describe("against somebody", () => {
  const system = new System({ matchmaker: generous });
  beforeAll(() => system.start());
  afterAll(() => system.stop());

  test("a block holds for the next wish; a report says when none are taken", async () => {
    const [ada, bob] = await twoStrangers(system);
    await ada.chat?.block();
    await expect(ada.chat?.report({ reason: "spam" })).rejects.toMatchObject({
      code: "reports_off",
    });
    ada.chat?.leave();
    await bob.until("it ends", () => bob.chat?.ended !== null);
    const room = ada.chat?.room;
    for (const user of [ada, bob]) user.seek();
    // Alone they wait: the last partners would be paired again, the blocked one is not.
    for (const user of [ada, bob])
      await user.until("waits for 4 s", () => (user.wait?.status?.elapsedMs ?? 0) >= 4_000);
    const [carol, dave] = [new User(system, "Carol"), new User(system, "Dave")];
    for (const user of [carol, dave]) user.seek();
    for (const user of [ada, bob]) {
      await user.until("is in another room", () => user.chat?.room !== room);
      expect(["Carol", "Dave"]).toContain(user.chat?.partner.name);
    }
  });
});
