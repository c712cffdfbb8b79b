// JSON-RPC as the model of the services writes it.
import type { ServerEnd } from "./network.js";

export interface Rpc {
  readonly id?: number;
  readonly method: string;
  // biome-ignore lint/suspicious/noExplicitAny: a model reads what the client under test wrote
  readonly params: any;
}

/** The error that stands for it, and its `retry_ms`. */
export interface Refusal {
  readonly name: string;
  readonly retry_ms: number;
}

const codes: Record<string, number> = {
  method_not_found: -32601,
  invalid_params: -32602,
  gap: -32004,
  rate_limited: -32006,
  storage_unavailable: -32008,
  room_ended: -32009,
  wrong_node: -32010,
  no_node: -32011,
  busy: -32015,
  move_refused: -32016,
  reports_off: -32018,
  no_such_room: -32019,
  held: -32020,
  key_wrong: -32021,
  room_full: -32022,
};

export const answer = (end: ServerEnd, id: number | undefined, result: object) =>
  end.send({ jsonrpc: "2.0", id, result });
export const refuse = (end: ServerEnd, id: number | undefined, name: string, data: object) =>
  end.send({ jsonrpc: "2.0", id: id ?? null, error: { code: codes[name], message: name, data } });
export const notify = (end: ServerEnd, method: string, params: object) =>
  end.send({ jsonrpc: "2.0", method, params });
