// The events of a history and their members, as docs/history.md lists them; and a line made into one.

/**
 * @typedef {{ recover_within_ms: number, redis_may_rewind?: boolean, strikes_at_least?: number,
 *   memory_growth_bytes?: number, descriptor_growth?: number }} Expectation
 *
 * A line that has been found good. Which members it has besides the first three follows from `e`.
 * @typedef {{ line: number, t: number, e: string, bot: number, room: string, seat: number, seq: number, sum: string,
 *   from: number, id: string, count: number, entries: number, first?: string, attempt: number, partner: string,
 *   pool?: string, reason: string, n: number, name: string, when: string, rss_bytes: number, fds: number,
 *   strikes: number, outbox: number, state: string, format: number, bots: number, expect: Expectation }} Line
 */

const phases = new Set(["steady", "load", "calm", "rest", "end"]);
const readings = new Set(["base", "end"]);
const states = new Set([
  "idle",
  "seeking",
  "connecting",
  "joined",
  "reconnecting",
  "ended",
  "failed",
]);

/** @typedef {(value: unknown) => boolean} Test */

/** @type {Test} */
const whole = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
/** @type {Test} */
const counted = (value) => whole(value) && Number(value) >= 1;
/** @type {Test} */
const amount = (value) => typeof value === "number" && value >= 0 && value <= 1e12;
/** @type {Test} */
const text = (value) => typeof value === "string";
/** @type {Test} */
const flag = (value) => typeof value === "boolean";
/** @type {Test} */
const sum = (value) => typeof value === "string" && /^[0-9a-f]{8}$/.test(value);
/** @type {Test} */
const id = (value) => typeof value === "string" && /^\d+-\d+$/.test(value);
/** @type {(set: Set<string>) => Test} */
const oneOf = (set) => (value) => typeof value === "string" && set.has(value);
/** @type {(test: Test) => Test} */
const maybe = (test) => (value) => value === undefined || test(value);
/** @type {(members: Record<string, Test>) => Test} */
const object = (members) => (value) =>
  typeof value === "object" && value !== null && wrong(value, members) === undefined;

const expectation = object({
  recover_within_ms: amount,
  redis_may_rewind: maybe(flag),
  strikes_at_least: maybe(whole),
  memory_growth_bytes: maybe(whole),
  descriptor_growth: maybe(whole),
});
const tick = { bot: whole, room: text, seat: counted, seq: counted };

/** @type {Record<string, Record<string, Test>>} */
const shapes = {
  run: {
    format: whole,
    experiment: text,
    seed: whole,
    bots: (value) => whole(value) && Number(value) <= 1e6,
    expect: expectation,
  },
  phase: { name: oneOf(phases) },
  fault: { n: whole, what: text, target: maybe(text), until: maybe(amount) },
  healed: { n: whole },
  struck: { service: text, fault: text, phase: text, connection: whole },
  plan: { fault: text, phase: text, asked_percent: amount, chances: whole, strikes: whole },
  process: { name: text, rss_bytes: whole, fds: whole, when: oneOf(readings) },
  logged: { room: text, id, from: counted, seq: counted, sum },
  log_read: { room: text, entries: whole, first: maybe(id) },
  seek: { bot: whole, attempt: whole, pool: maybe(text) },
  paired: { bot: whole, attempt: whole, room: text, seat: counted, partner: text },
  wait_ended: { bot: whole, reason: text },
  enter: { bot: whole, name: text },
  entered: { bot: whole, room: text, seat: counted },
  joined: {
    bot: whole,
    room: text,
    seat: counted,
    node: text,
    epoch: whole,
    link: whole,
    connection: maybe(whole),
  },
  lost: { bot: whole, link: whole, code: whole },
  send: { ...tick, sum },
  refused: { bot: whole, room: text, reason: text },
  stored: tick,
  delivered: tick,
  applied: { bot: whole, room: text, from: counted, seq: counted, id, sum },
  gap: { bot: whole, room: text, from: counted, count: counted },
  ended: { bot: whole, room: text, reason: text },
  leave: { bot: whole, room: text },
  reload: { bot: whole },
  closed: { bot: whole },
  rest: { bot: whole, outbox: whole, state: oneOf(states) },
};

/**
 * The first member that is not as it should be.
 * @param {object} value
 * @param {Record<string, Test>} members
 */
function wrong(value, members) {
  const all = /** @type {Record<string, unknown>} */ (value);
  return Object.keys(members).find((name) => !members[name]?.(all[name]));
}

/**
 * The line's event, or in words why there is none.
 * @param {string} content without its newline
 * @param {number} line
 * @returns {Line | string}
 */
export function readLine(content, line) {
  /** @type {unknown} */
  let value;
  try {
    value = JSON.parse(content);
  } catch {
    return "not JSON";
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "not an object";
  const event = /** @type {Line} */ (value);
  if (!amount(event.t)) return "t";
  const shape = Object.hasOwn(shapes, event.e) ? shapes[event.e] : undefined;
  if (shape === undefined) return `no event is called ${event.e}`;
  const member = wrong(event, shape);
  if (member !== undefined) return `${event.e}: ${member}`;
  event.line = line;
  return event;
}

/**
 * Whether entry id `a` is above `b`, as Redis orders ids.
 * @param {string} a
 * @param {string} b
 */
export function isAbove(a, b) {
  const [epochA, nA] = numbers(a);
  const [epochB, nB] = numbers(b);
  return epochA > epochB || (epochA === epochB && nA > nB);
}

/**
 * @param {string} id
 * @returns {[number, number]} epoch and n
 */
export function numbers(id) {
  const dash = id.indexOf("-");
  return [Number(id.slice(0, dash)), Number(id.slice(dash + 1))];
}
