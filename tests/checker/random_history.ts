// Good histories by the seed: pairs that talk, are cut off, reload, say goodbye and come to rest. Small, and never the same.
import { crc32 } from "./crc32.ts";

export interface Line {
  t: number;
  e: string;
  [member: string]: unknown;
}

// A generator of its own, so that a seed means the same everywhere (mulberry32).
export function dice(seed: number): (sides: number) => number {
  let state = seed >>> 0;
  return (sides) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let z = Math.imul(state ^ (state >>> 15), state | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) % sides;
  };
}

interface Talk {
  room: string;
  bots: [number, number];
  sent: [number, number];
  waiting: [number[], number[]]; // seqs sent and not applied, by sender
  n: number;
  epoch: number;
  log: Line[];
}

export function randomHistory(seed: number): Line[] {
  const roll = dice(seed);
  const lines: Line[] = [];
  let t = 0;
  const say = (e: string, members: Record<string, unknown> = {}) => {
    lines.push({ t, e, ...members });
    t += (1 + roll(40)) / 8;
  };
  const pairs = 1 + roll(3);
  const expect = { recover_within_ms: 2000, strikes_at_least: 1 };
  say("run", { format: 1, experiment: "random", seed, bots: 2 * pairs, expect });
  const talks = Array.from({ length: pairs }, (_, i) => begin(say, i));
  say("phase", { name: "steady" });
  for (const talk of talks) for (const side of [0, 1]) exchange(say, talk, side, seed);
  say("phase", { name: "load" });
  say("fault", { n: 1, what: "plan" });
  const steps = 10 + roll(60);
  for (let i = 0; i < steps; i += 1) step(say, roll, pick(talks, roll), seed);
  say("healed", { n: 1 });
  say("phase", { name: "calm" });
  for (const talk of talks) for (const side of [0, 1]) applyAll(say, talk, side, seed);
  say("phase", { name: "rest" });
  for (let bot = 0; bot < 2 * pairs; bot += 1) say("rest", { bot, outbox: 0, state: "joined" });
  for (const { room, log } of talks) {
    for (const entry of log) say("logged", entry);
    say("log_read", { room, entries: log.length, first: "1-1" });
  }
  say("phase", { name: "end" });
  return lines;
}

type Say = (e: string, members?: Record<string, unknown>) => void;

export const pick = <T>(all: readonly T[], roll: (sides: number) => number): T =>
  all[roll(all.length)] as T;

function begin(say: Say, i: number): Talk {
  const room = `r${i}`;
  const bots: [number, number] = [2 * i, 2 * i + 1];
  for (const bot of bots) say("seek", { bot, attempt: 1 });
  bots.forEach((bot, side) => {
    const partner = `bot-${bots[1 - side]}`;
    say("paired", { bot, attempt: 1, room, seat: side + 1, partner });
  });
  const talk: Talk = { room, bots, sent: [0, 0], waiting: [[], []], n: 3, epoch: 1, log: [] };
  for (const side of [0, 1]) join(say, talk, side, 1);
  return talk;
}

function join(say: Say, { room, bots, epoch }: Talk, side: number, link: number): void {
  say("joined", { bot: bots[side], room, seat: side + 1, node: "node-0", epoch, link });
}

const sumOf = (seed: number, room: string, side: number, seq: number) =>
  crc32(`${seed}/${room}/${side + 1}/${seq}/`);

function send(say: Say, talk: Talk, side: 0 | 1, seed: number): void {
  const seq = ++talk.sent[side];
  const { room, bots } = talk;
  say("send", { bot: bots[side], room, seat: side + 1, seq, sum: sumOf(seed, room, side, seq) });
  talk.waiting[side].push(seq);
}

// The other member applies the oldest that waits; then the ticks.
function applyNext(say: Say, talk: Talk, side: 0 | 1, seed: number): void {
  const seq = talk.waiting[side].shift();
  if (seq === undefined) return;
  const { room, bots } = talk;
  const id = `${talk.epoch}-${++talk.n}`;
  const entry = { room, from: side + 1, seq, id, sum: sumOf(seed, room, side, seq) };
  say("applied", { bot: bots[1 - side], ...entry });
  talk.log.push(entry as unknown as Line);
  say("stored", { bot: bots[side], room, seat: side + 1, seq });
  say("delivered", { bot: bots[side], room, seat: side + 1, seq });
}

function applyAll(say: Say, talk: Talk, side: number, seed: number): void {
  const at = side === 0 ? 0 : 1;
  while (talk.waiting[at].length > 0) applyNext(say, talk, at, seed);
}

function exchange(say: Say, talk: Talk, side: number, seed: number): void {
  const at = side === 0 ? 0 : 1;
  send(say, talk, at, seed);
  send(say, talk, at, seed);
  applyAll(say, talk, at, seed);
}

function step(say: Say, roll: (sides: number) => number, talk: Talk, seed: number): void {
  const side = roll(2) === 0 ? 0 : 1;
  const what = roll(10);
  if (what < 5) send(say, talk, side, seed);
  else if (what < 8) applyNext(say, talk, side, seed);
  else if (what === 8) say("reload", { bot: talk.bots[side] });
  else {
    say("lost", { bot: talk.bots[side], link: 1, code: 1006 });
    talk.epoch += 1;
    talk.n += 2;
    join(say, talk, side, 2);
  }
}
