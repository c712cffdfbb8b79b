// What the services say: every notification and every result by its method, each member with its check
// (docs/protocol.md sections 2 and 3). The types of the messages are those of this table.
import {
  type Check,
  type Checked,
  count,
  fields,
  flag,
  list,
  matching,
  maybe,
  must,
  nullable,
  number,
  oneOf,
  ordinal,
  shape,
  text,
  word,
} from "./shape.js";

/** For each seat the highest seq; a seat that is not named counts as 0. */
export type VersionVector = Readonly<Record<string, number>>;

const seatNumber = /^[1-9]\d{0,9}$/;
export const versionVector = (value: unknown): VersionVector => {
  const vector = fields(value);
  for (const seat in vector) {
    must(seatNumber.test(seat));
    count(vector[seat]);
  }
  return vector as VersionVector;
};

const entryId = matching(/^(0|[1-9]\d{0,15})-(0|[1-9]\d{0,15})$/);
const presence = oneOf("expected", "present", "away", "left");
export const roomEnds = ["left", "gone", "no_show", "expired", "idle"] as const;
const roomEnd = oneOf(...roomEnds);

const member = shape({
  seat: ordinal,
  name: text,
  state: presence,
  left_ms: count,
  base: ordinal,
  applied: versionVector,
  seen: maybe(versionVector),
});

const fileId = matching(/^[0-9a-f]{32}$/);
/** An image has sides, a file has a name. */
export interface FileContent {
  readonly id: string;
  readonly size: number;
  readonly width?: number;
  readonly height?: number;
  readonly name?: string;
}
const sides = { width: ordinal, height: ordinal };
const imageOf = shape({ id: fileId, size: ordinal, ...sides });
const fileOf = shape({ id: fileId, size: ordinal, name: word });

const offset = { offset_ms: number, error_ms: number };
const clockContent = shape({ at: count, ...offset });
export type ClockContent = Checked<typeof clockContent>;
/** Further from 1970 no calendar goes: ECMA-262 section 21.4.1.1. */
const isInstant = (ms: number): boolean => Math.abs(ms) <= 8.64e15;
/** What is no instant counts as not told: a message that is dropped for it would leave a hole. */
const clockOf: Check<ClockContent | undefined> = (value) => {
  const clock = clockContent(value);
  const { at, offset_ms } = clock;
  return isInstant(at) && isInstant(at + offset_ms) ? clock : undefined;
};

interface Said {
  readonly body?: string;
  readonly of?: number;
  readonly file?: FileContent;
}

const named = shape({ kind: word, clock: maybe(clockOf) });
/** What a message has by its kind; of a kind that this version does not know anything may come. */
const says = shape({ body: text });
const kinds: Readonly<Record<string, Check<Said>>> = {
  text: says,
  icebreaker: says,
  edit: shape({ body: text, of: ordinal }),
  delete: shape({ of: ordinal }),
  image: shape({ file: imageOf }),
  file: shape({ file: fileOf }),
};
const anything: Check<Said> = shape({ body: maybe(text), of: maybe(ordinal) });
export const contentOf = (value: unknown) => {
  const common = named(value);
  const has = (Object.hasOwn(kinds, common.kind) && kinds[common.kind]) || anything;
  return { ...common, ...has(value) };
};

const entry = shape({ id: entryId, from: ordinal, seq: ordinal, at: count, ref: maybe(number) });

const receipt = shape({ by: ordinal, applied: versionVector });
/** In a named room the node reckons it, and tells the sender alone. */
const delivered = shape({ by: maybe(ordinal), applied: versionVector });

export const notifications = {
  waiting: shape({
    attempt: ordinal,
    elapsed_ms: count,
    waiting: count,
    any_partner: flag,
    nodes: flag,
    estimate: nullable(shape({ p50_ms: count, p90_ms: count })),
  }),
  assigned: shape({
    attempt: ordinal,
    room: word,
    seat: ordinal,
    token: word,
    node: word,
    language: text,
    interests: list(text),
    partner: shape({ seat: ordinal, name: text }),
  }),
  wait_ended: shape({ attempt: ordinal, reason: oneOf("cancelled", "replaced", "too_long") }),
  storage: shape({ available: flag }),
  caught_up: shape({}),
  entry: (value: unknown) => ({ ...entry(value), ...contentOf(value) }),
  delivered,
  seen: receipt,
  typing: shape({ by: ordinal, on: flag }),
  renamed: shape({ by: ordinal, name: text }),
  presence: shape({ seat: ordinal, state: presence, left_ms: count, name: maybe(text) }),
  idle: shape({ left_ms: count }),
  moved: shape({ node: maybe(text) }),
  renewed: shape({ token: word }),
  ended: shape({ reason: roomEnd, by: maybe(ordinal), priority: maybe(word) }),
};

const nothing = shape({});
const sent = shape({ id: maybe(entryId), at: maybe(count), again: maybe(flag), body: maybe(text) });

/** What a request of each method is answered with. */
export const results = {
  seek: shape({ session: word, attempt: ordinal }),
  cancel: nothing,
  open: shape({
    session: word,
    room: word,
    seat: ordinal,
    token: word,
    node: word,
    claim: flag,
  }),
  resume: shape({ node: word, claim: flag }),
  join: shape({
    epoch: count,
    seat: ordinal,
    accepted: count,
    time: count,
    grace_ms: count,
    members: list(member),
    filtered: maybe(list(shape({ seq: ordinal, body: text }))),
    delivered: maybe(count),
  }),
  send: (value: unknown): Checked<typeof sent> => {
    const answer = sent(value);
    must(answer.at !== undefined || answer.again === true);
    return answer;
  },
  rename: nothing,
  stay: nothing,
  leave: nothing,
  report: nothing,
  block: nothing,
  sync: shape({ t0: count, t1: count, t2: count, reference: maybe(shape(offset)) }),
};

export type Method = keyof typeof results;
export type JoinResult = Checked<typeof results.join>;
export type MemberInfo = Checked<typeof member>;
export type Presence = MemberInfo["state"];
export type RoomEnd = (typeof roomEnds)[number];
export type Entry = Extract<Notification, { method: "entry" }>;

export type Result = {
  [M in Method]: { readonly of: M } & Checked<(typeof results)[M]>;
}[Method];

export type Notification = {
  [M in keyof typeof notifications]: { readonly method: M } & Checked<(typeof notifications)[M]>;
}[keyof typeof notifications];
