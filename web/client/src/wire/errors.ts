// The JSON-RPC errors of the protocol: names by number, and what comes with them (docs/protocol.md section 4).
import type { ErrorName } from "../types.js";
import { type Checked, count, integer, list, maybe, ordinal, shape, text } from "./shape.js";

/** −32001, −32002 … */
const ours: readonly ErrorName[] = [
  "join_first",
  "token_invalid",
  "token_expired",
  "gap",
  "too_long",
  "rate_limited",
  "log_full",
  "storage_unavailable",
  "room_ended",
  "wrong_node",
  "no_node",
  "draining",
  "no_such_wait",
  "language_unknown",
  "busy",
  "move_refused",
  "node_full",
  "reports_off",
  "no_such_room",
  "held",
  "key_wrong",
  "room_full",
];
/** −32600, −32601 … */
const ofJsonRpc: readonly ErrorName[] = [
  "invalid_request",
  "method_not_found",
  "invalid_params",
  "internal_error",
];

/** A number that this version does not know counts as `internal_error`. */
export const errorNameOf = (code: number): ErrorName =>
  code === -32700
    ? "parse_error"
    : (ours[-32001 - code] ?? ofJsonRpc[-32600 - code] ?? "internal_error");

const errorData = shape({
  param: maybe(text),
  limit: maybe(count),
  expected: maybe(ordinal),
  retry_ms: maybe(count),
  reason: maybe(text),
  by: maybe(ordinal),
  node: maybe(text),
  languages: maybe(list(text)),
});

export const errorShape = shape({ code: integer, message: text, data: maybe(errorData) });

/** What may be different a little later, or on another connection. */
export const isPassing = (name: string): boolean =>
  /^(unreachable|rate_limited|storage_unavailable|no_node|busy|log_full|internal_error|draining)$/.test(
    name,
  );

/** What a service said no with. */
export type RpcError = { readonly name: ErrorName } & Checked<typeof errorData>;
