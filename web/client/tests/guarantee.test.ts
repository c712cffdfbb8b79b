// Whatever happens to connections, nodes, Redis and tabs: nothing is lost, doubled or out of order (DESIGN section 3).
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Person, World } from "./support/person.js";

type Act = (world: World, person: Person, amount: number) => void;

const nodeOf = (amount: number) => `node-${amount % 3}`;

const acts: Readonly<Record<string, Act>> = {
  say: (_, person) => void person.say(`${person.said.length + 1}`),
  "say much": (_, person, amount) => {
    for (let count = 0; count <= amount; count += 1) person.say(`${person.said.length + 1}`);
  },
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
  act: fc.constantFrom("say", "say", "say", "say much", ...Object.keys(acts)),
  who: fc.constantFrom("ann" as const, "bob" as const),
  amount: fc.nat(20),
  thenMs: fc.oneof(fc.constant(0), fc.nat(60), fc.nat(1_000), fc.nat(12_000)),
});

const settled = (world: World): boolean =>
  world.persons.every(({ chat }) => chat?.unconfirmed === 0 && chat.state.kind === "connected");

test("any sequence of faults and acts keeps the guarantee", { timeout: 300_000 }, () => {
  fc.assert(
    fc.property(fc.integer(), fc.array(step, { maxLength: 60 }), (seed, steps) => {
      const world = new World(seed).pair();
      for (const { act, who, amount, thenMs } of steps) {
        acts[act]?.(world, world[who], amount);
        world.time.pass(thenMs);
      }
      world.calm();
      world.time.until(() => settled(world), 120_000);
      expect(world.ann.seen).toEqual(world.bob.said);
      expect(world.bob.seen).toEqual(world.ann.said);
      for (const person of world.persons) {
        expect(person.ended).toBe(null);
        const shown = person.chat?.transcript.filter((item) => item.kind === "message") ?? [];
        expect(shown.filter(({ mine }) => mine).map(({ text }) => text)).toEqual(person.said);
        expect(shown.filter(({ mine }) => !mine).map(({ text }) => text)).toEqual(person.seen);
        expect(shown.every(({ status }) => status === "delivered" || status === "received")).toBe(
          true,
        );
        expect(person.notes.filter((note) => note.startsWith("gap"))).toEqual([]);
      }
    }),
    { numRuns: Number(process.env["PARLEY_RUNS"] ?? 300) },
  );
});
