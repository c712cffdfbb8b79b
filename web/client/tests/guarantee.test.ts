// Whatever happens to connections, nodes, Redis and tabs: nothing is lost, doubled or out of order (DESIGN section 3).
import fc from "fast-check";
import { expect, test } from "vitest";
import { error } from "./support/file_store.js";
import { look, looks, type Person } from "./support/person.js";
import { World } from "./support/world.js";

type Act = (world: World, person: Person, amount: number) => void;

const nodeOf = (amount: number) => `node-${amount % 3}`;

let files = 0;

const acts: Readonly<Record<string, Act>> = {
  say: (_, person) => void person.say(`${person.said.length + 1}`),
  "say much": (_, person, amount) => {
    for (let count = 0; count <= amount; count += 1) person.say(`${person.said.length + 1}`);
  },
  attach: (_, person) => {
    files += 1;
    person.attach(`file ${files}`);
  },
  "cut a transfer": (world) => void world.services.files.instead.push("cut"),
  "let a transfer hang": (world) => void world.services.files.instead.push("hang"),
  "refuse transfers": (world, _, amount) => {
    const busy = error(503, "busy", { retry_ms: amount * 200 });
    world.services.files.instead.push(...Array(1 + (amount % 6)).fill(busy));
  },
  "slow transfers": (world, _, amount) => {
    world.services.files.slowMs = amount * 2_000;
  },
  "hold sends": (world, _, amount) => {
    world.services.holdSends = amount;
  },
  "tell the clock": (_, person, amount) => person.chat?.clocks(amount % 2 === 0),
  ask: (_, person, amount) => void person.ask(`${amount}`),
  edit: (_, person, amount) => person.edit(amount % 5, `edited ${amount}`),
  "edit the last": (_, person, amount) => person.edit(person.meant.length - 1, `last ${amount}`),
  remove: (_, person, amount) => person.remove(amount % 5),
  see: (_, person) => person.chat?.seen(),
  "ask who is there": (world) => world.services.askIdle(),
  stay: (_, person) => person.chat?.stay(),
  cut: (_, person) => person.roomWire?.cut(),
  "cut politely": (_, person, amount) =>
    person.roomWire?.close([4000, 4002, 4003, 4004, 4005][amount % 5] ?? 1000),
  "cut the finder": (_, person) => person.matchWire?.cut(),
  "lose a frame, then cut": (world, person) => {
    const wire = person.roomWire;
    if (!wire) return;
    wire.losing = 1;
    world.time.after(2_000, () => wire.cut());
  },
  freeze: (_, person) => {
    if (person.roomWire) person.roomWire.frozen = true;
  },
  nonsense: (_, person) => person.roomWire?.sendText("nonsense"),
  reload: (_, person) => person.reload(),
  sleep: (_, person) => {
    person.asleep = true;
  },
  wake: (_, person) => {
    person.asleep = false;
  },
  "dials hang": (world) => {
    world.network.hanging = true;
  },
  "dials go through": (world) => {
    world.network.hanging = false;
  },
  "retransmit slowly": (_, person, amount) => {
    if (person.roomWire) person.roomWire.slowUpMs = amount * 200;
  },
  "refuse joins": (world, _, amount) => {
    const name = ["storage_unavailable", "busy", "rate_limited"][amount % 3] ?? "busy";
    world.services.refuseJoins = { name, retry_ms: amount * 50 };
  },
  "take joins": (world) => {
    world.services.refuseJoins = null;
  },
  "set a clock": (world, _, amount) => {
    world.services.clockAheadMs = (amount - 10) * 60_000;
  },
  type: (_, person) => person.chat?.setTyping(true),
  rename: (_, person, amount) => void person.chat?.rename(`Name ${amount}`),
  offline: (_, person) => person.change("offline"),
  online: (_, person) => person.change("online"),
  visible: (_, person) => person.change("visible"),
  "kill a node": (world, _, amount) => {
    world.services.kill(nodeOf(amount));
    for (const wire of [...world.network.wires]) if (wire.path.includes(nodeOf(amount))) wire.cut();
  },
  "start a node": (world, _, amount) => void world.services.nodes.set(nodeOf(amount), true),
  "move silently": (world, _, amount) => world.services.claim(nodeOf(amount)),
  drain: (world, _, amount) => world.services.drain(nodeOf(amount)),
  "lose a tail of the log": (world, _, amount) => world.services.rewind(amount),
  "lose the log": (world) => world.services.rewind(Number.POSITIVE_INFINITY),
  "refuse sends": (world, _, amount) => {
    world.services.refuseSends = amount;
  },
  "no matchmakers": (world) => {
    world.services.matchmakers = false;
  },
  matchmakers: (world) => {
    world.services.matchmakers = true;
  },
};

const step = fc.record({
  act: fc.constantFrom("say", "say", "say", "say much", "edit", ...Object.keys(acts)),
  who: fc.constantFrom("ann" as const, "bob" as const),
  amount: fc.nat(20),
  thenMs: fc.oneof(fc.constant(0), fc.nat(60), fc.nat(1_000), fc.nat(12_000)),
});

const settled = (world: World): boolean =>
  world.persons.every(
    ({ chat, uploads }) =>
      chat?.unconfirmed === 0 && chat.state.kind === "connected" && uploads === 0,
  );

const allSeen = (person: Person): boolean =>
  looks(person, true).every(({ status }) => status === "seen");

const runs = Number(process.env["PARLEY_RUNS"] ?? 300);
const steps = fc.array(step, { maxLength: 60, size: "max" });

const play = async (
  world: World,
  story: readonly (typeof step extends fc.Arbitrary<infer S> ? S : never)[],
) => {
  for (const { act, who, amount, thenMs } of story) {
    acts[act]?.(world, world[who], amount);
    await world.time.flow(thenMs);
  }
  world.calm();
  // Only an upload may still wait for an answer that never comes.
  const uploading = world.persons.some(({ uploads }) => uploads > 0);
  await world.time.flowUntil(() => settled(world), uploading ? 300_000 : 120_000);
};

test("any sequence of faults and acts keeps the guarantee", { timeout: 300_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer(), steps, async (seed, story) => {
      const world = new World(seed).pair();
      await play(world, story);
      expect(world.ann.seen).toEqual(world.bob.said);
      expect(world.bob.seen).toEqual(world.ann.said);
      for (const { chat } of world.persons) chat?.seen();
      world.time.until(() => world.persons.every(allSeen), 120_000);
      for (const person of world.persons) {
        expect(person.ended).toBe(null);
        const partner = person === world.ann ? world.bob : world.ann;
        expect(looks(person, true).map(look)).toEqual(person.meant);
        expect(looks(person, false).map(look)).toEqual(partner.meant);
        expect(person.notes.filter((note) => note.startsWith("gap"))).toEqual([]);
      }
    }),
    { numRuns: runs },
  );
});

test("nor does a full storage cost a message, as long as the tab stays open", {
  timeout: 300_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer(), steps, fc.nat(3_000), async (seed, story, room) => {
      const world = new World(seed).pair();
      for (const { storage } of world.persons) storage.quota = storage.used - 500 + room;
      await play(
        world,
        story.filter(({ act }) => act !== "reload"),
      );
      expect(world.ann.seen).toEqual(world.bob.said);
      expect(world.bob.seen).toEqual(world.ann.said);
    }),
    { numRuns: Math.ceil(runs / 3) },
  );
});

test("what two tabs of one seat write while apart arrives from both, each in its order", () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.nat(5),
      fc.nat(5),
      fc.nat(5),
      (seed, before, inCopy, inOriginal) => {
        const world = new World(seed).pair();
        const { ann, bob, time } = world;
        world.services.tellsOldOwner = true;
        for (let n = 0; n < before; n += 1) ann.say(`before ${n}`);
        time.pass(500);
        ann.change("offline");
        const copy = ann.duplicate();
        copy.change("online");
        time.pass(500);
        for (let n = 0; n < inCopy; n += 1) copy.say(`copy ${n}`);
        time.pass(6_500);
        for (let n = 0; n < inOriginal; n += 1) ann.say(`original ${n}`);
        ann.change("online");
        time.until(() => ann.chat?.unconfirmed === 0, 60_000);
        expect(bob.seen).toEqual([
          ...ann.said.slice(0, before),
          ...copy.said,
          ...ann.said.slice(before),
        ]);
        expect(
          ann.chat?.transcript.every(
            (item) => item.kind !== "message" || item.status === "delivered",
          ),
        ).toBe(true);
      },
    ),
    { numRuns: 50 },
  );
});
