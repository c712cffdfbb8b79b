// What a wrong system would have made of a good history: each mutation breaks it so that one property must fall.
import type { Line } from "./random_history.ts";
import { pick } from "./random_history.ts";

export type Roll = (sides: number) => number;

// Changes the history in place. False: this one gives it no chance.
export interface Mutation {
  name: string;
  falls: string;
  mutate(history: Line[], roll: Roll): boolean;
}

// A random line of this event that fits; its index, or -1.
export function find(
  history: Line[],
  roll: Roll,
  e: string,
  fits: (line: Line) => boolean = () => true,
) {
  const found = history.flatMap((line, i) => (line.e === e && fits(line) ? [i] : []));
  return found.length === 0 ? -1 : pick(found, roll);
}

export function at(history: Line[], i: number): Line {
  const line = history[i];
  if (line === undefined) throw new Error(`no line ${i}`);
  return line;
}

// Puts a copy of line i, changed, after line `after`, at its time.
export function insert(history: Line[], i: number, after: number, change: object = {}): void {
  const copy = { ...at(history, i), ...change, t: at(history, after).t };
  history.splice(after + 1, 0, copy);
}

export function change(
  e: string,
  what: (line: Line, history: Line[], roll: Roll) => object | undefined,
) {
  return (history: Line[], roll: Roll) => {
    const i = find(history, roll, e);
    const changed = i < 0 ? undefined : what(at(history, i), history, roll);
    if (changed === undefined) return false;
    Object.assign(at(history, i), changed);
    return true;
  };
}

const last = (history: Line[], e: string, fits: (line: Line) => boolean) =>
  history.findLastIndex((line) => line.e === e && fits(line));

export const mutations: Mutation[] = [
  {
    name: "an applied is dropped",
    falls: "nothing_lost",
    mutate(history, roll) {
      const i = find(history, roll, "applied");
      history.splice(i, 1);
      return i >= 0;
    },
  },
  {
    name: "an applied is doubled",
    falls: "nothing_doubled",
    mutate(history, roll) {
      const i = find(history, roll, "applied");
      const j = last(history, "phase", (line) => line["name"] === "calm");
      insert(history, i, j);
      return true;
    },
  },
  {
    name: "two neighbours of a sender change places",
    falls: "in_order",
    mutate(history, roll) {
      const i = find(history, roll, "applied");
      const one = at(history, i);
      const same = (line: Line) => line["room"] === one["room"] && line["from"] === one["from"];
      const j = history.findIndex((line, k) => k > i && line.e === "applied" && same(line));
      if (j < 0) return false;
      const two = at(history, j);
      const sent = history.findIndex(
        (l) =>
          l.e === "send" &&
          l["room"] === two["room"] &&
          l["seat"] === two["from"] &&
          l["seq"] === two["seq"],
      );
      if (sent > i) return false; // it could not have come so early
      [history[i], history[j]] = [
        { ...two, t: one.t },
        { ...one, t: two.t },
      ];
      return true;
    },
  },
  {
    name: "an entry's id is an old one",
    falls: "in_order",
    mutate: change("applied", (line) => (Number(line["seq"]) > 1 ? { id: "1-1" } : undefined)),
  },
  {
    name: "a body is altered",
    falls: "nothing_invented",
    mutate: change("applied", () => ({ sum: "00c0ffee" })),
  },
  {
    name: "a message moves to another room",
    falls: "nothing_invented",
    mutate: change("applied", (line, history, roll) => {
      const other = history.filter((each) => each.e === "paired" && each["room"] !== line["room"]);
      return other.length === 0 ? undefined : { room: pick(other, roll)["room"] };
    }),
  },
  {
    name: "two ticks come before the message",
    falls: "nothing_invented",
    mutate(history, roll) {
      const i = find(history, roll, "send");
      insert(history, i, i, { e: "delivered" });
      return i >= 0;
    },
  },
  {
    name: "a tick is for what was not sent",
    falls: "nothing_invented",
    mutate: change("stored", (line) => ({ seq: Number(line["seq"]) + 500 })),
  },
  {
    name: "an outbox is forgotten, and counts anew",
    falls: "nothing_lost",
    mutate(history, roll) {
      const i = find(history, roll, "send");
      insert(history, i, i, { sum: "00c0ffee" });
      return i >= 0;
    },
  },
  {
    name: "messages are given up",
    falls: "nothing_lost",
    mutate(history, roll) {
      const i = find(history, roll, "applied");
      insert(history, i, i, { e: "gap", count: 1 });
      return i >= 0;
    },
  },
  {
    name: "a bot is given a second room",
    falls: "pairing_exclusive",
    mutate(history, roll) {
      const i = find(history, roll, "paired");
      insert(history, i, i, { room: "elsewhere" });
      return i >= 0;
    },
  },
  {
    name: "a partner is told of somebody else",
    falls: "pairing_symmetric",
    mutate: change("paired", (line) => ({ partner: `bot-${line["bot"]}` })),
  },
  {
    name: "one of two is never told",
    falls: "pairing_symmetric",
    mutate(history, roll) {
      const i = find(history, roll, "paired");
      history.splice(i, 1);
      return i >= 0;
    },
  },
  {
    name: "an entry is in the log twice",
    falls: "log_agrees",
    mutate(history, roll) {
      const i = find(history, roll, "logged");
      insert(history, i, i);
      return i >= 0;
    },
  },
  {
    name: "an entry is missing from the log",
    falls: "log_agrees",
    mutate(history, roll) {
      const i = find(history, roll, "logged");
      const { room } = at(history, i);
      history.splice(i, 1);
      const read = history.find((line) => line.e === "log_read" && line["room"] === room);
      if (read !== undefined) read["entries"] = Number(read["entries"]) - 1;
      return true;
    },
  },
  {
    name: "the log holds another id",
    falls: "log_agrees",
    mutate: change("logged", (line) => ({ id: `${String(line["id"])}000` })),
  },
  {
    name: "an outbox is not empty at rest",
    falls: "comes_back",
    mutate: change("rest", () => ({ outbox: 1 })),
  },
  {
    name: "a bot does not come back",
    falls: "comes_back",
    mutate: change("rest", () => ({ state: "reconnecting" })),
  },
];
