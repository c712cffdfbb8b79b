// What a wrong system would have made of a good history of named rooms: each mutation breaks it so that one property must fall.
import { at, change, find, insert, type Mutation, mutations, type Roll } from "./mutations.ts";
import type { Line } from "./random_history.ts";

// Those that are as true of rooms of many.
const alike = new Set([
  "a body is altered",
  "a tick is for what was not sent",
  "an outbox is forgotten, and counts anew",
  "an entry is in the log twice",
  "the log holds another id",
  "an outbox is not empty at rest",
  "a bot does not come back",
]);

// Where an entry's message was sent.
const sendOf = (history: Line[], entry: Line) =>
  history.findIndex(
    (line) =>
      line.e === "send" &&
      line["room"] === entry["room"] &&
      line["seat"] === entry["from"] &&
      line["seq"] === entry["seq"],
  );

// A line of the calm, when everybody is there; and what was sent then.
function inCalm(history: Line[], roll: Roll, e: string): number {
  const calm = history.findIndex((line) => line.e === "phase" && line["name"] === "calm");
  return find(
    history,
    roll,
    e,
    (line) => history.indexOf(line) > calm && (e === "send" || sendOf(history, line) > calm),
  );
}

const nextOf = (history: Line[], i: number, same: readonly string[]) =>
  history.findIndex(
    (line, k) =>
      k > i &&
      line.e === at(history, i).e &&
      same.every((key) => line[key] === at(history, i)[key]),
  );

export const roomMutations: Mutation[] = [
  ...mutations.filter(({ name }) => alike.has(name)),
  {
    name: "one of many applies a message twice",
    falls: "nothing_doubled",
    mutate(history, roll) {
      const i = find(history, roll, "applied");
      insert(history, i, i);
      return true;
    },
  },
  {
    name: "one of many never gets a message",
    falls: "nothing_lost",
    mutate(history, roll) {
      const i = inCalm(history, roll, "applied");
      history.splice(i, 1);
      return i >= 0;
    },
  },
  {
    name: "one of many is told that a message is not to be had",
    falls: "nothing_lost",
    mutate(history, roll) {
      const i = inCalm(history, roll, "applied");
      insert(history, i, i, { e: "gap", count: 1 });
      history.splice(i, 1);
      return i >= 0;
    },
  },
  {
    name: "whoever is new does not get the history that the log has",
    falls: "nothing_lost",
    mutate(history) {
      const read = history.filter((line) => line.e === "log_read");
      if (read.some((line) => line["first"] !== "1-1")) return false;
      const left = history.findLast((line) => line.e === "leave");
      if (left === undefined) return false;
      const { bot } = left;
      const came = history.findLastIndex((line) => line.e === "entered" && line["bot"] === bot);
      const entry = history.find((l, k) => k > came && l.e === "applied" && l["bot"] === bot);
      if (entry === undefined) return false;
      const heard = (line: Line) =>
        line.e === "applied" && line["bot"] === bot && line["from"] === entry["from"];
      for (let k = history.length - 1; k > came; k -= 1)
        if (heard(at(history, k))) history.splice(k, 1);
      return true;
    },
  },
  {
    name: "one of many sees two entries in another order",
    falls: "in_order",
    mutate(history, roll) {
      const i = inCalm(history, roll, "applied");
      const j = nextOf(history, i, ["bot"]);
      if (j < 0 || sendOf(history, at(history, j)) > i) return false;
      const [one, two] = [at(history, i), at(history, j)];
      [history[i], history[j]] = [
        { ...two, t: one.t },
        { ...one, t: two.t },
      ];
      return true;
    },
  },
  {
    name: "one of many sees another log",
    falls: "in_order",
    mutate(history, roll) {
      const i = inCalm(history, roll, "applied");
      Object.assign(at(history, i), { id: `9${String(at(history, i)["id"])}` });
      return true;
    },
  },
  {
    name: "two ticks come before somebody has the message",
    falls: "nothing_invented",
    mutate(history, roll) {
      const i = inCalm(history, roll, "send");
      if (nextOf(history, i, ["room"]) < 0) return false; // nothing comes that could prove it
      insert(history, i, i, { e: "delivered" });
      return true;
    },
  },
  {
    name: "a bot is given a second room while it is in one",
    falls: "pairing_exclusive",
    mutate(history, roll) {
      const i = find(history, roll, "entered");
      insert(history, i, i, { room: "elsewhere" });
      return true;
    },
  },
  {
    name: "one of many comes to another room of that name",
    falls: "pairing_symmetric",
    mutate: change("entered", () => ({ room: "elsewhere" })),
  },
  {
    name: "a seat is given twice",
    falls: "pairing_exclusive",
    mutate(history, roll) {
      const i = find(history, roll, "entered");
      const j = nextOf(history, i, ["room"]);
      if (j < 0) return false;
      Object.assign(at(history, j), { seat: at(history, i)["seat"] });
      return true;
    },
  },
];
