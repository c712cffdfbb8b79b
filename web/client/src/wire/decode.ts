// The one door from text to types: a frame of a service becomes a checked message, or null when it is none.
import { errorNames, type RpcError } from "./errors.js";
import {
  count,
  type Fields,
  fields,
  flag,
  isCount,
  list,
  Malformed,
  must,
  oneOf,
  optional,
  ordinal,
  present,
  text,
  versionVector,
  word,
  words,
} from "./fields.js";
import type {
  Incoming,
  MemberInfo,
  Method,
  Notification,
  Presence,
  RequestId,
  Result,
  RoomEnd,
} from "./messages.js";

const presences: readonly Presence[] = ["expected", "present", "away"];
const roomEnds: readonly RoomEnd[] = ["left", "gone", "no_show", "expired"];

const entryId = (from: Fields): string => {
  const id = text(from, "id");
  must(/^(0|[1-9]\d{0,15})-(0|[1-9]\d{0,15})$/.test(id));
  return id;
};

const estimate = (value: unknown) => {
  if (value === null || value === undefined) return null;
  const from = fields(value);
  return { p50Ms: count(from, "p50_ms"), p90Ms: count(from, "p90_ms") };
};

const member = (value: unknown): MemberInfo => {
  const from = fields(value);
  return {
    seat: ordinal(from, "seat"),
    name: text(from, "name"),
    state: oneOf(from, "state", presences),
    leftMs: count(from, "left_ms"),
    base: ordinal(from, "base"),
    applied: versionVector(from, "applied"),
  };
};

const readers: {
  readonly [M in Notification["method"]]: (
    from: Fields,
  ) => Omit<Extract<Notification, { method: M }>, "method">;
} = {
  waiting: (from) => ({
    attempt: ordinal(from, "attempt"),
    elapsedMs: count(from, "elapsed_ms"),
    waiting: count(from, "waiting"),
    anyPartner: flag(from, "any_partner"),
    nodes: flag(from, "nodes"),
    estimate: estimate(from["estimate"]),
  }),
  assigned: (from) => {
    const partner = fields(from["partner"]);
    return {
      attempt: ordinal(from, "attempt"),
      room: word(from, "room"),
      seat: ordinal(from, "seat"),
      token: word(from, "token"),
      node: word(from, "node"),
      language: text(from, "language"),
      interests: words(from, "interests"),
      partner: { seat: ordinal(partner, "seat"), name: text(partner, "name") },
    };
  },
  wait_ended: (from) => ({
    attempt: ordinal(from, "attempt"),
    reason: oneOf(from, "reason", ["cancelled", "replaced", "too_long"] as const),
  }),
  storage: (from) => ({ available: flag(from, "available") }),
  caught_up: () => ({}),
  entry: (from) => ({
    id: entryId(from),
    from: ordinal(from, "from"),
    seq: ordinal(from, "seq"),
    kind: word(from, "kind"),
    body: text(from, "body"),
    at: count(from, "at"),
  }),
  delivered: (from) => ({ by: ordinal(from, "by"), applied: versionVector(from, "applied") }),
  typing: (from) => ({ by: ordinal(from, "by"), on: flag(from, "on") }),
  renamed: (from) => ({ by: ordinal(from, "by"), name: text(from, "name") }),
  presence: (from) => ({
    seat: ordinal(from, "seat"),
    state: oneOf(from, "state", presences),
    leftMs: count(from, "left_ms"),
  }),
  moved: (from) => present({ node: optional(text, from, "node") || undefined }),
  ended: (from) =>
    present({
      reason: oneOf(from, "reason", roomEnds),
      by: optional(ordinal, from, "by"),
      priority: optional(word, from, "priority"),
    }),
};

const decodeResult = (of: Method, from: Fields): Result => {
  switch (of) {
    case "seek":
      return { of, session: word(from, "session"), attempt: ordinal(from, "attempt") };
    case "resume":
      return { of, node: word(from, "node"), claim: flag(from, "claim") };
    case "join":
      return {
        of,
        epoch: count(from, "epoch"),
        seat: ordinal(from, "seat"),
        accepted: count(from, "accepted"),
        time: count(from, "time"),
        graceMs: count(from, "grace_ms"),
        members: list(from, "members").map(member),
      };
    case "send":
      must(from["at"] !== undefined || from["again"] === true);
      return present({
        of,
        id: optional(entryId, from, "id"),
        at: optional(count, from, "at"),
        again: optional(flag, from, "again") ?? false,
      });
    case "sync":
      return { of, t0: count(from, "t0"), t1: count(from, "t1"), t2: count(from, "t2") };
    default:
      return { of };
  }
};

const decodeError = (value: unknown): RpcError => {
  const from = fields(value);
  const code = from["code"];
  must(Number.isSafeInteger(code));
  text(from, "message");
  const data = from["data"] === undefined ? {} : fields(from["data"]);
  return present({
    name: errorNames[code as number] ?? ("internal_error" as const),
    param: optional(text, data, "param"),
    limit: optional(count, data, "limit"),
    expected: optional(ordinal, data, "expected"),
    retryMs: optional(count, data, "retry_ms"),
    reason: optional(text, data, "reason"),
    by: optional(ordinal, data, "by"),
    node: optional(text, data, "node"),
    languages: optional(words, data, "languages"),
  });
};

const requestId = (value: unknown): RequestId => {
  must(isCount(value) || (typeof value === "string" && value !== ""));
  return value as RequestId;
};

const decodeFields = (frame: Fields, methodOf: (id: RequestId) => Method | undefined): Incoming => {
  must(frame["jsonrpc"] === "2.0");
  const method = frame["method"];
  if (method !== undefined) {
    must(typeof method === "string" && frame["id"] === undefined);
    if (!Object.hasOwn(readers, method as string)) return { type: "unknown" };
    const name = method as Notification["method"];
    const params = readers[name](fields(frame["params"]));
    return { type: "notification", message: { method: name, ...params } as Notification };
  }
  if (frame["error"] !== undefined) {
    must(frame["result"] === undefined);
    const id = frame["id"] === null ? null : requestId(frame["id"]);
    return { type: "error", id, error: decodeError(frame["error"]) };
  }
  const id = requestId(frame["id"]);
  const of = methodOf(id);
  const result = fields(frame["result"]);
  return of === undefined
    ? { type: "unknown" }
    : { type: "result", id, result: decodeResult(of, result) };
};

/** `methodOf` tells which method a request of this client had. Null: not a frame of this protocol. */
export const decode = (
  frame: string,
  methodOf: (id: RequestId) => Method | undefined,
): Incoming | null => {
  try {
    return decodeFields(fields(JSON.parse(frame)), methodOf);
  } catch (error) {
    if (error instanceof Malformed || error instanceof SyntaxError) return null;
    throw error;
  }
};
