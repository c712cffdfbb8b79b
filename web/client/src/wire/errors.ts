// The JSON-RPC errors of the protocol by number (docs/protocol.md section 4).
import type { ErrorName } from "../types.js";

export const errorNames: Readonly<Record<number, ErrorName>> = {
  [-32700]: "parse_error",
  [-32600]: "invalid_request",
  [-32601]: "method_not_found",
  [-32602]: "invalid_params",
  [-32603]: "internal_error",
  [-32001]: "join_first",
  [-32002]: "token_invalid",
  [-32003]: "token_expired",
  [-32004]: "gap",
  [-32005]: "too_long",
  [-32006]: "rate_limited",
  [-32007]: "log_full",
  [-32008]: "storage_unavailable",
  [-32009]: "room_ended",
  [-32010]: "wrong_node",
  [-32011]: "no_node",
  [-32012]: "draining",
  [-32013]: "no_such_wait",
  [-32014]: "language_unknown",
  [-32015]: "busy",
  [-32016]: "move_refused",
  [-32017]: "node_full",
};

/** What a service said no with; a number that this version does not know counts as `internal_error`. */
export interface RpcError {
  readonly name: ErrorName;
  readonly param?: string;
  readonly limit?: number;
  readonly expected?: number;
  readonly retryMs?: number;
  readonly reason?: string;
  readonly by?: number;
  readonly node?: string;
  readonly languages?: readonly string[];
}
