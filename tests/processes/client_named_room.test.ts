// The client library in named rooms of real services: who comes and goes, the last words for who comes later, and a killed node.
import { createParley, type NamedRoom, type OpenRequest } from "@parley-chat/client";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { System } from "../support/system.ts";
import { Network, TabStorage } from "../support/user.ts";

const limit = 4;
const system = new System({
  nodes: 2,
  matchmaker: { "pairing.room_limit": limit, "limits.seeks_per_address_per_minute": 1000 },
});
beforeAll(() => system.start());
afterAll(() => system.stop());

// One browser tab of a member.
class Guest {
  network = new Network((path) => system.route(path));
  private readonly storage = new TabStorage();

  constructor(readonly name: string) {}

  async enter(room: string, key?: string): Promise<this> {
    this.room = await this.open({ room, ...(key && { key }) }).room;
    return this;
  }
  open(request: OpenRequest) {
    return this.parley().rooms.open({ ...request, name: this.name });
  }
  reload(): void {
    this.network.die();
    this.network = new Network((path) => system.route(path));
    const restored = this.parley().restore();
    if (restored?.kind !== "room") throw new Error(`restored ${restored?.kind}`);
    this.room = restored.room;
  }

  private parley() {
    return createParley({
      url: "ws://parley.test",
      storage: this.storage,
      transport: this.network,
    });
  }

  private room_: NamedRoom | undefined;
  get room(): NamedRoom {
    if (!this.room_) throw new Error(`${this.name} is in no room`);
    return this.room_;
  }
  set room(room: NamedRoom) {
    this.room_ = room;
  }

  get heard(): string[] {
    const nameOf = (seat: number) => this.room.members.find((each) => each.seat === seat)?.name;
    return this.room.transcript.flatMap((item) =>
      item.kind === "message" && !item.mine ? [`${nameOf(item.from)}: ${item.text}`] : [],
    );
  }
  get lines(): string[] {
    return this.room.transcript.flatMap((item) =>
      item.kind === "member" ? [`${item.name} ${item.change}`] : [],
    );
  }
  get present(): string[] {
    const here = this.room.members.filter(({ state }) => state === "present");
    return here.map(({ name }) => name).sort();
  }
}

const soon = { timeout: 20_000, interval: 20 };
const guests = async (room: string, key: string | undefined, ...names: string[]) => {
  const all: Guest[] = [];
  for (const name of names) all.push(await new Guest(name).enter(room, key));
  return all;
};
const leave = (all: readonly Guest[]): void => {
  for (const { room } of all) room.leave();
};

test("words go to all, and two ticks come when all have them", async () => {
  const [ann, bob, cyd] = (await guests("Hall", undefined, "Ann", "Bob", "Cyd")) as [
    Guest,
    Guest,
    Guest,
  ];
  await vi.waitFor(() => expect(ann.present).toEqual(["Bob", "Cyd"]), soon);
  const sent = ann.room.send("hello");
  if (sent.ok) await sent.delivered;
  expect(bob.heard).toEqual(["Ann: hello"]);
  expect(cyd.heard).toEqual(["Ann: hello"]);
  bob.room.leave();
  await vi.waitFor(() => expect(ann.lines).toEqual(["Bob joined", "Cyd joined", "Bob left"]), soon);
  cyd.room.send("bye, Bob");
  await vi.waitFor(() => expect(ann.heard).toEqual(["Cyd: bye, Bob"]), soon);
  leave([ann, cyd]);
});

test("the key is needed, and who has it reads what was said before", async () => {
  const [ann] = (await guests("Vault", "sesame", "Ann")) as [Guest];
  const sent = ann.room.send("the last words");
  if (sent.ok) await sent.delivered;
  ann.room.leave();
  const eve = new Guest("Eve").open({ room: "vault", key: "abracadabra" });
  await expect(eve.room).rejects.toMatchObject({ end: { error: "key_wrong" } });
  const [bob] = (await guests("VAULT", "sesame", "Bob")) as [Guest];
  await vi.waitFor(() => expect(bob.heard).toEqual(["Ann: the last words"]), soon);
  leave([bob]);
});

test("a full room says so", async () => {
  const all = await guests("Small", undefined, "A", "B", "C", "D");
  const late = new Guest("E").open({ room: "Small" });
  await expect(late.room).rejects.toMatchObject({ end: { error: "room_full", limit } });
  leave(all);
});

test("a node is killed, a connection cut, a tab reloaded: all have all, once and in order", async () => {
  const all = await guests("Survivors", "k", "Ann", "Bob", "Cyd");
  const [ann, bob, cyd] = all as [Guest, Guest, Guest];
  const say = (round: string) => {
    for (const { room, name } of all) room.send(`${name} ${round}`);
  };
  say("one");
  cyd.network.cut();
  say("two");
  const owner = await system.ownerOf(ann.room.room);
  await system.service(owner).kill();
  say("three");
  bob.reload();
  say("four");
  const rounds = ["one", "two", "three", "four"];
  for (const guest of all) {
    await vi.waitFor(() => {
      for (const { name } of all.filter((other) => other !== guest)) {
        const theirs = guest.heard.filter((line) => line.startsWith(`${name}: `));
        expect(theirs).toEqual(rounds.map((round) => `${name}: ${name} ${round}`));
      }
      expect(guest.room.unconfirmed).toBe(0);
    }, soon);
  }
  expect(ann.lines).toEqual(["Bob joined", "Cyd joined"]);
  leave(all);
  await system.restart(owner);
});
