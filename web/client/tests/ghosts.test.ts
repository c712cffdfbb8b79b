// Stories of `replaced` that is about this client itself: a service that stood still speaks of a connection lost lately.
import { expect, test } from "vitest";
import { World } from "./support/world.js";

const replaced = 4200;

test("a frozen node that wakes and replaces the seat's own newest connection ends no chat", () => {
  const { ann, bob, time } = new World().pair();
  ann.roomWire?.cut();
  time.pass(20_000); // a node can stand still for long
  ann.roomWire?.close(replaced);
  time.pass(500);
  expect(ann.ended).toBe(null);
  ann.say("still me");
  time.pass(500);
  expect(bob.seen).toEqual(["still me"]);
});

test("it comes back three times, and then believes that another tab has the seat", () => {
  const { ann, time } = new World().pair();
  ann.roomWire?.cut();
  for (let said = 0; said < 3; said += 1) {
    time.until(() => ann.roomWire?.server != null, 5_000);
    ann.roomWire?.close(replaced);
    time.pass(100);
    expect(ann.ended).toBe(null);
  }
  time.until(() => ann.roomWire?.server != null, 5_000);
  ann.roomWire?.close(replaced);
  time.pass(100);
  expect(ann.ended).toEqual({ reason: "replaced", byMe: false });
});

test("a connection lost long ago is no excuse", () => {
  const { ann, time } = new World().pair();
  ann.roomWire?.cut();
  time.pass(31_000);
  ann.roomWire?.close(replaced);
  time.pass(100);
  expect(ann.ended).toEqual({ reason: "replaced", byMe: false });
});

const sayReplaced = {
  "by a close code": (world: World) => world.ann.matchWire?.close(replaced),
  "by name": ({ ann, services }: World) => {
    const params = { attempt: services.seeks.at(-1).attempt, reason: "replaced" };
    ann.matchWire?.send({ jsonrpc: "2.0", method: "wait_ended", params });
  },
};

test.each(Object.entries(sayReplaced))(
  "a wait whose connection was lost goes on when it is replaced %s",
  (_, say) => {
    const world = new World();
    const { ann, services, time } = world;
    ann.seek();
    time.pass(200);
    ann.matchWire?.cut();
    time.pass(5_000);
    say(world);
    time.pass(2_000);
    expect(ann.waitEnd).toBe(null);
    expect(services.seeks.length).toBe(3);
  },
);

test.each(Object.entries(sayReplaced))(
  "so does one whose seek was under way when the network came back, and is replaced %s",
  (_, say) => {
    const world = new World();
    const { ann, time } = world;
    ann.seek();
    if (ann.matchWire) ann.matchWire.slowUpMs = 2_000;
    time.pass(200);
    ann.change("online");
    time.until(() => world.services.seeks.length === 1, 1_000);
    say(world);
    time.pass(2_000);
    expect(ann.waitEnd).toBe(null);
  },
);

test.each(Object.entries(sayReplaced))(
  "a wait that lost nothing ends when it is replaced %s",
  (_, say) => {
    const world = new World();
    const { ann, time } = world;
    ann.seek();
    time.pass(200);
    say(world);
    time.pass(200);
    expect(ann.waitEnd).toEqual({ reason: "replaced" });
  },
);
