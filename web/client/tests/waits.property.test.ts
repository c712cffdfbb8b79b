// Whatever happens to a wait: it goes on until it has one end, a chat or a reason, and that is told once.
import fc from "fast-check";
import { expect, test } from "vitest";
import { World } from "./support/world.js";

type Act = (world: World, amount: number) => void;

const acts: Readonly<Record<string, Act>> = {
  nothing: () => {},
  cut: ({ ann }) => ann.matchWire?.cut(),
  "cut politely": ({ ann }, amount) =>
    ann.matchWire?.close([4000, 4004, 4007, 4101, 1011][amount % 5] ?? 1000),
  "cut the room": ({ ann }) => ann.roomWire?.cut(),
  freeze: ({ ann }) => {
    if (ann.matchWire) ann.matchWire.frozen = true;
  },
  nonsense: ({ ann }) => ann.matchWire?.sendText('{"jsonrpc":"2.0","method":"assigned"}'),
  cancel: ({ ann }) => ann.wait?.cancel(),
  reload: ({ ann }) => ann.reload(),
  offline: ({ ann }) => ann.change("offline"),
  online: ({ ann }) => ann.change("online"),
  visible: ({ ann }) => ann.change("visible"),
  sleep: ({ ann }) => {
    ann.asleep = true;
  },
  wake: ({ ann }) => {
    ann.asleep = false;
  },
  "pair with nobody": ({ services }) => services.pair(),
  "no-show": ({ services }) => {
    services.end({ reason: "no_show", by: 2, priority: "front" });
    services.newRoom();
  },
  "refuse seeks": ({ services }, amount) => {
    const name = ["rate_limited", "storage_unavailable", "busy"][amount % 3] ?? "busy";
    services.refuseSeeks = { name, retry_ms: amount * 100 };
  },
  "take seeks": ({ services }) => {
    services.refuseSeeks = null;
  },
  "close after each seek": ({ services }) => {
    services.closesAfterSeek = 4000;
  },
  "no matchmakers": ({ services }) => {
    services.matchmakers = false;
  },
};

const step = fc.record({
  act: fc.constantFrom(...Object.keys(acts)),
  amount: fc.nat(20),
  thenMs: fc.oneof(fc.constant(0), fc.nat(60), fc.nat(1_000), fc.nat(12_000)),
});

test("any sequence of faults and acts ends a wait once, or leaves it waiting", {
  timeout: 300_000,
}, () => {
  fc.assert(
    fc.property(fc.integer(), fc.array(step, { maxLength: 30 }), (seed, steps) => {
      const world = new World(seed);
      const { ann, bob, services, time } = world;
      ann.seek();
      for (const { act, amount, thenMs } of steps) {
        acts[act]?.(world, amount);
        time.pass(thenMs);
        if (ann.waitEnd !== null)
          expect(ann.wait?.state ?? { kind: "ended" }).toEqual({ kind: "ended" });
      }
      const seeksBefore = services.seeks.length;
      world.calm();
      services.end({ reason: "no_show", by: 2 }); // a room in which nobody else will ever be
      time.pass(20_000);
      services.newRoom();
      if (ann.waitEnd === null) {
        time.until(() => ann.wait?.state.kind === "connected" || ann.waitEnd !== null, 60_000);
      }
      expect(services.seeks.length - seeksBefore).toBeLessThan(10);
      if (ann.waitEnd === null) {
        services.dropWaiting();
        ann.matchWire?.cut();
        bob.seek();
        time.pass(15_000);
        services.pair();
        time.until(() => ann.chat !== null && bob.chat !== null, 30_000);
      }
      expect(ann.ends.length).toBe(ann.waitEnd === null ? 0 : 1);
      expect(ann.chat === null).toBe(ann.waitEnd !== null);
    }),
    { numRuns: Number(process.env["PARLEY_RUNS"] ?? 300) },
  );
});
