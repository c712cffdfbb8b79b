// Good histories of named rooms by the seed: members who come, talk, are cut off, go, come again as somebody new, and rest.
import { crc32 } from "./crc32.ts";
import { dice, type Line, pick } from "./random_history.ts";

type Roll = (sides: number) => number;
type Say = (e: string, members?: Record<string, unknown>) => void;

interface Member {
  readonly bot: number;
  seat: number;
  has: number; // entries of the log that it has had
  link: number;
  away: boolean;
}

interface Hall {
  readonly seed: number;
  readonly name: string;
  readonly room: string;
  readonly members: Member[];
  readonly log: { id: string; from: number; seq: number; sum: string }[];
  readonly sent: Map<number, number>; // by seat
  readonly ticks: Map<number, number>;
  waiting: [seat: number, seq: number][]; // for the log
  trimmed: number; // entries that the log had once
  seats: number;
  epoch: number;
  n: number;
}

export function randomRoomHistory(seed: number): Line[] {
  const roll = dice(seed);
  const lines: Line[] = [];
  let t = 0;
  const say: Say = (e, members = {}) => {
    lines.push({ t, e, ...members });
    t += (1 + roll(40)) / 8;
  };
  const sizes = Array.from({ length: 1 + roll(2) }, () => 3 + roll(3));
  const bots = sizes.reduce((sum, size) => sum + size);
  const expect = { recover_within_ms: 2000, strikes_at_least: 1 };
  say("run", { format: 1, experiment: "random-room", seed, bots, expect });
  let first = 0;
  const halls = sizes.map((size, i) => {
    first += size;
    return open(say, seed, i, first - size, size);
  });
  say("phase", { name: "steady" });
  for (const hall of halls) settle(say, hall);
  say("phase", { name: "load" });
  say("fault", { n: 1, what: "plan" });
  const steps = 20 + roll(120);
  for (let i = 0; i < steps; i += 1) step(say, roll, pick(halls, roll));
  say("healed", { n: 1 });
  say("phase", { name: "calm" });
  for (const hall of halls) settle(say, hall);
  say("phase", { name: "rest" });
  for (let bot = 0; bot < bots; bot += 1) say("rest", { bot, outbox: 0, state: "joined" });
  for (const hall of halls) readLog(say, hall);
  say("phase", { name: "end" });
  return lines;
}

function open(say: Say, seed: number, i: number, first: number, size: number): Hall {
  const hall: Hall = {
    seed,
    name: `hall ${i}`,
    room: `n${i}`,
    members: Array.from({ length: size }, (_, k) => ({
      bot: first + k,
      seat: 0,
      has: 0,
      link: 0,
      away: true,
    })),
    log: [],
    sent: new Map(),
    ticks: new Map(),
    waiting: [],
    trimmed: 0,
    seats: 0,
    epoch: 1,
    n: 3,
  };
  for (const member of hall.members) come(say, hall, member);
  return hall;
}

// A visit is a seat of its own: who comes again is somebody new.
function come(say: Say, hall: Hall, member: Member): void {
  const { bot } = member;
  hall.seats += 1;
  member.seat = hall.seats * 100_003;
  say("enter", { bot, name: hall.name });
  say("entered", { bot, room: hall.room, seat: member.seat });
  join(say, hall, member);
  const gone = new Map<number, number>();
  for (const { from } of hall.log.slice(0, hall.trimmed)) gone.set(from, (gone.get(from) ?? 0) + 1);
  for (const [from, count] of gone) say("gap", { bot, room: hall.room, from, count });
  member.has = hall.trimmed;
}

function join(say: Say, { room, epoch }: Hall, member: Member): void {
  const { bot, seat } = member;
  member.link += 1;
  member.away = false;
  say("joined", { bot, room, seat, node: "node-0", epoch, link: member.link });
}

function talk(say: Say, hall: Hall, { bot, seat }: Member): void {
  const seq = (hall.sent.get(seat) ?? 0) + 1;
  hall.sent.set(seat, seq);
  hall.waiting.push([seat, seq]);
  say("send", { bot, room: hall.room, seat, seq, sum: sumOf(hall, seat, seq) });
}

const sumOf = (hall: Hall, seat: number, seq: number) =>
  crc32(`${hall.seed}/${hall.room}/${seat}/${seq}/`);

function store(say: Say, hall: Hall): void {
  const [from, seq] = hall.waiting.shift() ?? [];
  if (from === undefined || seq === undefined) return;
  hall.n += 1;
  hall.log.push({ id: `${hall.epoch}-${hall.n}`, from, seq, sum: sumOf(hall, from, seq) });
  const sender = hall.members.find(({ seat }) => seat === from);
  if (sender?.away === false) say("stored", { bot: sender.bot, room: hall.room, seat: from, seq });
}

function hear(say: Say, hall: Hall, member: Member): void {
  const entry = hall.log[member.has];
  if (entry === undefined || member.away) return;
  member.has += 1;
  if (entry.from !== member.seat) say("applied", { bot: member.bot, room: hall.room, ...entry });
}

// Two ticks for what everybody has who is there.
function deliver(say: Say, hall: Hall, sender: Member): void {
  const { bot, seat } = sender;
  const there = hall.members.filter((each) => each !== sender && !each.away);
  const had = hall.log.slice(0, Math.min(hall.log.length, ...there.map(({ has }) => has)));
  const seq = had.findLast(({ from }) => from === seat)?.seq ?? 0;
  if (sender.away || seq <= (hall.ticks.get(seat) ?? 0)) return;
  hall.ticks.set(seat, seq);
  say("delivered", { bot, room: hall.room, seat, seq });
}

function leave(say: Say, hall: Hall, member: Member): void {
  if (member.away || hall.waiting.some(([seat]) => seat === member.seat)) return;
  say("leave", { bot: member.bot, room: hall.room });
  say("ended", { bot: member.bot, room: hall.room, reason: "left" });
  come(say, hall, member);
}

function breakOff(say: Say, roll: Roll, hall: Hall, member: Member): void {
  if (member.away) return;
  member.away = true;
  const { bot, link } = member;
  if (roll(3) === 0) say("reload", { bot });
  else say("lost", { bot, link, code: 1006 });
  if (roll(4) > 0) return;
  hall.epoch += 1; // with its node
  hall.n += 2;
}

function step(say: Say, roll: Roll, hall: Hall): void {
  const member = pick(hall.members, roll);
  const what = roll(20);
  if (what < 4) talk(say, hall, member);
  else if (what < 8) store(say, hall);
  else if (what < 15) hear(say, hall, member);
  else if (what < 17) deliver(say, hall, member);
  else if (what === 17) leave(say, hall, member);
  else if (what === 18) breakOff(say, roll, hall, member);
  else if (member.away) join(say, hall, member);
  else if (roll(4) === 0) hall.trimmed = Math.min(...hall.members.map(({ has }) => has));
}

// Everybody is there, says something twice, and all hear all.
function settle(say: Say, hall: Hall): void {
  for (const member of hall.members) if (member.away) join(say, hall, member);
  for (let round = 0; round < 2; round += 1) {
    for (const member of hall.members) talk(say, hall, member);
    while (hall.waiting.length > 0) store(say, hall);
    for (const member of hall.members) while (member.has < hall.log.length) hear(say, hall, member);
    for (const member of hall.members) deliver(say, hall, member);
  }
}

function readLog(say: Say, { room, log, trimmed }: Hall): void {
  const kept = log.slice(trimmed);
  for (const entry of kept) say("logged", { room, ...entry });
  const first = trimmed === 0 ? "1-1" : kept[0]?.id;
  say("log_read", { room, entries: kept.length, first });
}
