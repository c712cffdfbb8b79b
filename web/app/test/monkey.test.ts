// What the panel of `?chaos` does between library and browser: a strike is what a bad network does, and it is counted.
import type { Environment, Transport, TransportListener } from "@parley-chat/client";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Monkey } from "../src/chaos/monkey.ts";

interface Wire {
  readonly listener: TransportListener;
  readonly sent: string[];
  closed: number | null;
}

let wires: Wire[];
let monkey: Monkey;
let browserSays: (change: "online" | "offline" | "visible") => void;

const transport: Transport = {
  open(_url, _subprotocol, listener) {
    const wire: Wire = { listener, sent: [], closed: null };
    wires.push(wire);
    return {
      send: (text) => void wire.sent.push(text),
      close: (code) => {
        wire.closed = code;
      },
    };
  },
};
const environment: Environment = {
  online: true,
  subscribe(listener) {
    browserSays = listener;
    return () => {};
  },
};
const heard = () => ({ opened: vi.fn(), frame: vi.fn(), closed: vi.fn() });
const dial = (listener = heard()) => ({ listener, connection: monkey.open("u", "p", listener) });

beforeEach(() => {
  wires = [];
  monkey = new Monkey(transport, environment, { struck: 0, recovered: 0 });
});

describe("the monkey", () => {
  it("passes everything through while nothing is struck", () => {
    const { listener, connection } = dial();
    wires[0]?.listener.opened();
    wires[0]?.listener.frame("in");
    connection.send("out");
    wires[0]?.listener.closed(4001);
    expect([listener.opened.mock.calls.length, listener.frame.mock.calls]).toEqual([1, [["in"]]]);
    expect(wires[0]?.sent).toEqual(["out"]);
    expect(listener.closed.mock.calls).toEqual([[4001]]);
    expect(monkey.count).toEqual({ struck: 0, recovered: 0 });
  });
  it("drops a connection: both ends see it closed, once, and a word on the next one is a recovery", () => {
    const { listener } = dial();
    monkey.drop();
    wires[0]?.listener.closed(1000);
    expect(listener.closed.mock.calls).toEqual([[1006]]);
    expect(wires[0]?.closed).toBe(1000);
    expect(monkey.count).toEqual({ struck: 1, recovered: 0 });
    dial();
    wires[1]?.listener.frame("hello again");
    expect(monkey.count).toEqual({ struck: 1, recovered: 1 });
  });
  it("freezes a connection: open, and silent both ways; what comes on it is no recovery", () => {
    const { listener, connection } = dial();
    monkey.freeze();
    connection.send("lost");
    wires[0]?.listener.frame("lost too");
    expect([wires[0]?.sent, listener.frame.mock.calls, listener.closed.mock.calls]).toEqual([
      [],
      [],
      [],
    ]);
    expect(monkey.count).toEqual({ struck: 1, recovered: 0 });
    connection.close(1000);
    expect(wires[0]?.closed).toBe(1000);
  });
  it("goes offline: nothing can be opened, the browser is not asked, until it is online again", async () => {
    const told: string[] = [];
    monkey.subscribe((change) => told.push(change));
    monkey.goOffline();
    expect(monkey.online).toBe(false);
    const { listener } = dial();
    await Promise.resolve();
    expect(listener.closed.mock.calls).toEqual([[1006]]);
    expect(wires).toHaveLength(0);
    browserSays("visible");
    monkey.goOnline();
    browserSays("visible");
    expect(told).toEqual(["offline", "online", "visible"]);
    expect(monkey.online).toBe(true);
  });
  it("tells whoever draws the count", () => {
    const drawn = vi.fn();
    const off = monkey.onChange(drawn);
    monkey.struck();
    off();
    monkey.struck();
    expect(drawn).toHaveBeenCalledTimes(1);
    expect(monkey.count.struck).toBe(2);
  });
});
