// Stories of a named room: what its members see of each other, of what was said, and of what goes wrong.
import { createHash } from "node:crypto";
import { expect, test, vi } from "vitest";
import { createParley, type NamedRoom, type Opening, type OpenRequest } from "../src/index.js";
import { hashOf } from "../src/room_key.js";
import { Hall } from "./support/hall.js";
import { Network, type Wire } from "./support/network.js";
import { TabStorage } from "./support/tab_storage.js";
import { VirtualTime } from "./support/virtual_time.js";
import { seeded } from "./support/world.js";

/** One tab of somebody who opens rooms. */
class Guest {
  readonly wires = new Set<Wire>();
  online = true;
  readonly notes: string[] = [];
  room: NamedRoom | null = null;

  constructor(
    private readonly house: House,
    private readonly storage = new TabStorage(),
  ) {}

  #parley() {
    const { time, network, random } = this.house;
    return createParley({
      ...{ url: "ws://test", storage: this.storage, clock: time, random },
      transport: network.transport(this),
      http: () => Promise.reject(new Error("no files here")),
      environment: { online: true, subscribe: () => () => {} },
    });
  }

  open(request: Partial<OpenRequest> = {}): Opening {
    return this.#follow(this.#parley().rooms.open({ room: "The Hall", ...request }));
  }

  /** As a reload of the tab does. */
  reload(): void {
    for (const wire of this.wires) wire.leave();
    this.room = null;
    const restored = this.#parley().restore();
    if (restored?.kind === "room") this.#enter(restored.room);
    else if (restored?.kind === "opening") this.#follow(restored.opening);
    else throw new Error(`restored ${restored?.kind}`);
  }

  get heard(): string[] {
    return this.#items.map(([from, text]) => `${from}: ${text}`);
  }
  get lines(): string[] {
    const lines = this.room?.transcript.flatMap((item) => (item.kind === "member" ? [item] : []));
    return lines?.map(({ name, change }) => `${name} ${change}`) ?? [];
  }
  get others(): string[] {
    return this.room?.members.map(({ name, state }) => `${name} ${state}`) ?? [];
  }
  get #items(): [string | undefined, string][] {
    const nameOf = (seat: number) => this.room?.members.find((each) => each.seat === seat)?.name;
    return (this.room?.transcript ?? []).flatMap((item) =>
      item.kind === "message" && !item.mine ? [[nameOf(item.from), item.text]] : [],
    );
  }

  #follow(opening: Opening): Opening {
    opening.on("opened", (room) => this.#enter(room));
    opening.on("ended", (end) => this.notes.push(JSON.stringify(end)));
    return opening;
  }
  #enter(room: NamedRoom): void {
    this.room = room;
    room.on("member", ({ name, change }) => this.notes.push(`${name} ${change}`));
    room.on("gap", ({ first, last }) => this.notes.push(`gap ${first}-${last}`));
    room.on("ended", ({ reason }) => this.notes.push(`ended ${reason}`));
  }
}

class House {
  readonly time = new VirtualTime();
  readonly random = seeded(7);
  readonly hall = new Hall(this.time);
  readonly network = new Network(this.time, this.random, this.hall);

  /** Hashing takes real time, which no virtual clock knows of. */
  comes(holds: () => boolean): Promise<void> {
    return vi.waitFor(async () => {
      await this.time.flow(50);
      expect(holds()).toBe(true);
    });
  }
  enter(...names: string[]): Guest[] {
    return names.map((name) => {
      const guest = new Guest(this);
      guest.open({ name });
      this.time.until(() => guest.room !== null, 5_000);
      this.time.pass(100);
      return guest;
    });
  }
}

const trio = () => {
  const house = new House();
  const [ann, bob, cyd] = house.enter("Ann", "Bob", "Cyd") as [Guest, Guest, Guest];
  return { house, ann, bob, cyd };
};
const say = (guest: Guest, ...texts: string[]) => texts.map((text) => guest.room?.send(text));
const ticks = ({ room }: Guest) =>
  room?.transcript.flatMap((item) => (item.kind === "message" && item.mine ? [item.status] : []));

test("members see each other come, and hear what each of them says", () => {
  const { house, ann, bob, cyd } = trio();
  expect(ann.room?.title).toBe("The Hall");
  expect(ann.lines).toEqual(["Bob joined", "Cyd joined"]);
  expect(cyd.lines).toEqual([]); // who was there before has not come
  expect(cyd.others).toEqual(["Ann present", "Bob present"]);
  say(ann, "one");
  say(bob, "two");
  house.time.pass(500);
  expect(cyd.heard.sort()).toEqual(["Ann: one", "Bob: two"]);
  expect(bob.heard).toEqual(["Ann: one"]);
});

test("two ticks come when all who are present have it, not before", () => {
  const { house, ann, bob, cyd } = trio();
  const [wire] = cyd.wires;
  if (wire) wire.slowUpMs = 2_000;
  say(ann, "hello");
  house.time.pass(500);
  expect(bob.heard).toEqual(["Ann: hello"]);
  expect(ticks(ann)).toEqual(["stored"]);
  house.time.pass(2_500);
  expect(ticks(ann)).toEqual(["delivered"]);
});

test("a receipt names only what is new, and all of it after a doubt", () => {
  const { house, ann, bob, cyd } = trio();
  say(ann, "a");
  house.time.pass(500);
  house.hall.heard.length = 0;
  say(bob, "b");
  house.time.pass(500);
  const seat = (guest: Guest) => guest.room?.seat ?? 0;
  const told = house.hall.heard.filter(({ method }) => method === "received");
  expect(told).toHaveLength(2);
  for (const { params } of told) expect(params.applied).toEqual({ [seat(bob)]: 1 });
  house.hall.heard.length = 0;
  const [again] = house.hall.entries;
  for (const wire of cyd.wires) wire.send({ jsonrpc: "2.0", method: "entry", params: again });
  house.time.pass(500);
  const all = { [seat(ann)]: 1, [seat(bob)]: 1 };
  expect(house.hall.heard.find(({ method }) => method === "received")?.params.applied).toEqual(all);
});

test("who comes later reads what was said, and what is not kept is no gap", () => {
  const house = new House();
  const [ann] = house.enter("Ann") as [Guest];
  say(ann, "one", "two", "three");
  house.time.pass(500);
  house.hall.trim(2);
  const [bob] = house.enter("Bob") as [Guest];
  house.time.pass(500);
  expect(bob.heard).toEqual(["Ann: two", "Ann: three"]);
  expect(bob.notes).toEqual([]);
});

test("what is trimmed while one is away is a gap", () => {
  const { house, ann, bob } = trio();
  say(ann, "one");
  house.time.pass(500);
  for (const wire of bob.wires) wire.frozen = true;
  say(ann, "two", "three");
  house.time.pass(500);
  house.hall.trim(1);
  house.time.pass(20_000);
  expect(bob.heard).toEqual(["Ann: one", "Ann: three"]);
  expect(bob.notes).toContain("gap 2-2");
});

test("a lost connection is no going: no line, and nothing is lost or doubled", () => {
  const { house, ann, bob } = trio();
  for (const wire of bob.wires) wire.cut();
  say(ann, "still there?");
  house.time.pass(1_000);
  expect(bob.heard).toEqual(["Ann: still there?"]);
  expect(ann.lines).toEqual(["Bob joined", "Cyd joined"]);
  expect(ann.notes.slice(2)).toEqual(["Bob away", "Bob present"]);
});

test("hundreds come and go, and who stays comes back after a cut without seeing anything twice", () => {
  const { house, ann, bob } = trio();
  for (let i = 0; i < 300; ++i) house.hall.visit(`V${i}`, `word ${i}`);
  house.time.pass(500);
  for (const wire of ann.wires) wire.cut();
  say(bob, "still here");
  house.time.pass(3_000);
  expect(ann.room?.ended).toBe(null);
  expect(ann.heard).toHaveLength(301);
  expect(new Set(ann.heard).size).toBe(301);
  expect(ticks(bob)).toEqual(["delivered"]);
});

test("who has come and gone without a word is not remembered", () => {
  const { house, ann, cyd } = trio();
  cyd.room?.leave();
  house.time.pass(500);
  expect(ann.others).toEqual(["Bob present"]);
  expect(ann.lines.at(-1)).toBe("Cyd left");
});

test("who leaves has left for all, and the others go on", async () => {
  const { house, ann, bob, cyd } = trio();
  say(bob, "bye");
  bob.room?.leave();
  house.time.pass(500);
  expect(bob.room?.ended).toEqual({ reason: "left", byMe: true });
  expect(ann.lines.at(-1)).toBe("Bob left");
  expect(ann.others).toEqual(["Bob left", "Cyd present"]);
  expect(ann.heard).toEqual(["Bob: bye"]); // the name stays with what was said
  say(ann, "and now?");
  house.time.pass(500);
  expect(cyd.heard.at(-1)).toBe("Ann: and now?");
  expect(ticks(ann)).toEqual(["delivered"]);
});

test("who was away for too long has left, and comes back by itself", () => {
  const { house, ann, bob } = trio();
  for (const wire of bob.wires) wire.frozen = true;
  house.time.pass(3_000);
  house.hall.miss("Bob");
  house.hall.endGrace();
  house.time.pass(100);
  expect(ann.lines.at(-1)).toBe("Bob left");
  house.time.pass(20_000);
  expect(ann.others).toContain("Bob present");
  expect(bob.room?.ended).toBe(null);
});

test("comings and goings while one was away oneself are told when one is back", () => {
  const { house, ann, bob } = trio();
  for (const wire of ann.wires) wire.frozen = true;
  bob.room?.leave();
  house.enter("Dan");
  house.time.pass(20_000);
  expect(ann.lines.slice(2)).toEqual(["Dan joined", "Bob left"].sort());
  expect(ann.others).toEqual(["Cyd present", "Dan present"]); // Bob has said nothing
});

test("a reload goes on in the room: the same seat, transcript, lines and people", () => {
  const { house, ann, bob } = trio();
  say(ann, "before");
  say(bob, "hm");
  house.time.pass(500);
  const before = { seat: bob.room?.seat, heard: bob.heard, others: bob.others, lines: bob.lines };
  bob.reload();
  expect({ seat: bob.room?.seat, heard: bob.heard, others: bob.others, lines: bob.lines }).toEqual(
    before,
  );
  say(ann, "after");
  say(bob, "yes");
  house.time.pass(1_000);
  expect(bob.heard).toEqual(["Ann: before", "Ann: after"]);
  expect(ann.heard).toEqual(["Bob: hm", "Bob: yes"]);
  expect(bob.lines).toEqual(before.lines);
  expect(house.hall.opens).toHaveLength(3);
});

test("a reload on the way in still gets there", () => {
  const house = new House();
  const ann = new Guest(house);
  ann.open({ name: "Ann" });
  house.time.pass(40);
  ann.reload();
  house.time.until(() => ann.room !== null, 5_000);
});

test("only a hash of the key is told, and another key opens nothing", async () => {
  const house = new House();
  const ann = new Guest(house);
  const opening = ann.open({ room: "  Café HALL ", key: "sésame", name: "Ann" });
  await house.comes(() => ann.room !== null);
  const hash = createHash("sha256").update("parley room café hall\nsésame").digest("hex");
  expect(house.hall.opens).toEqual([{ room: "Café HALL", key: hash, name: "Ann" }]);
  expect((await opening.room).title).toBe("Café HALL");
  const eve = new Guest(house);
  const wrong = eve.open({ key: "abracadabra" });
  await house.comes(() => eve.notes.length > 0);
  expect(eve.notes).toEqual(['{"reason":"refused","error":"key_wrong"}']);
  await expect(wrong.room).rejects.toMatchObject({ code: "wait_ended" });
});

test("a full room says how many it takes", () => {
  const { house } = trio();
  house.hall.limit = 3;
  const dan = new Guest(house);
  dan.open({ name: "Dan" });
  house.time.pass(1_000);
  expect(dan.notes).toEqual(['{"reason":"refused","error":"room_full","limit":3}']);
});

test("a place that was taken meanwhile ends it", () => {
  const { house, bob } = trio();
  house.hall.limit = 3;
  for (const wire of bob.wires) wire.frozen = true;
  house.hall.miss("Bob");
  house.hall.endGrace();
  house.enter("Dan");
  house.time.pass(20_000);
  expect(bob.notes.at(-1)).toBe("ended full");
});

test("a cancelled opening opens nothing, also before the key is hashed", async () => {
  const house = new House();
  const ann = new Guest(house);
  ann.open({ key: "k" }).cancel();
  await hashOf("the same", "takes as long");
  await house.time.flow(1_000);
  expect(ann.notes).toEqual(['{"reason":"cancelled"}']);
  expect(house.hall.opens).toEqual([]);
  const bob = new Guest(house);
  const opening = bob.open();
  house.time.pass(5);
  opening.cancel();
  await house.time.flow(1_000);
  expect(bob.room).toBe(null);
  expect(house.hall.members.filter(({ state }) => state === "present")).toEqual([]);
});

test("names and typing are each member's own", () => {
  const { house, ann, bob, cyd } = trio();
  bob.room?.rename("Robert");
  bob.room?.setTyping(true);
  cyd.room?.setTyping(true);
  house.time.pass(500);
  const typing = () => ann.room?.members.filter((each) => each.typing).map(({ name }) => name);
  expect(typing()).toEqual(["Robert", "Cyd"]);
  say(bob, "said");
  house.time.pass(500);
  expect(typing()).toEqual(["Cyd"]);
  house.time.pass(7_000);
  expect(typing()).toEqual([]);
});

test("a report says whom it is about", async () => {
  const { house, ann, bob } = trio();
  const about = bob.room?.seat ?? 0;
  const reported = ann.room?.report({ reason: "spam", about });
  await house.time.flow(1_000);
  await reported;
  expect(house.hall.reports).toMatchObject([{ reason: "spam", about }]);
});

test("what the others say comes one by one, from here on", async () => {
  const { house, ann, bob } = trio();
  say(ann, "missed");
  house.time.pass(500);
  bob.reload();
  const heard: string[] = [];
  const listening = (async () => {
    for await (const { text } of bob.room as NamedRoom) heard.push(text);
  })();
  say(ann, "one", "two");
  await house.time.flow(1_000);
  bob.room?.leave();
  await house.time.flow(1_000);
  await listening;
  expect(heard).toEqual(["one", "two"]);
});
