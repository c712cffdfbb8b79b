// The one door from text to types: a frame of a service becomes a checked message, or null when it is none.
import { errorNameOf, errorShape, type RpcError } from "./errors.js";
import { type Method, type Notification, notifications, type Result, results } from "./heard.js";
import { fields, isCount, Malformed, must } from "./shape.js";

export type RequestId = number | string;

export type Incoming =
  | { readonly type: "result"; readonly id: RequestId; readonly result: Result }
  | { readonly type: "error"; readonly id: RequestId | null; readonly error: RpcError }
  | { readonly type: "notification"; readonly message: Notification }
  /** A notification or an answer that this version does not know: to be ignored. */
  | { readonly type: "unknown" };

const requestId = (id: unknown): RequestId => {
  must(isCount(id) || (typeof id === "string" && id !== ""));
  return id as RequestId;
};

const notification = (method: unknown, params: unknown): Incoming => {
  must(typeof method === "string");
  if (!Object.hasOwn(notifications, method)) return { type: "unknown" };
  const checked = notifications[method as Notification["method"]](params);
  return { type: "notification", message: { method, ...checked } as Notification };
};

const read = (frame: unknown, methodOf: (id: RequestId) => Method | undefined): Incoming => {
  const { jsonrpc, id, method, params, error, result } = fields(frame);
  must(jsonrpc === "2.0");
  if (method !== undefined) {
    must(id === undefined);
    return notification(method, params);
  }
  if (error !== undefined) {
    must(result === undefined);
    const { code, data } = errorShape(error);
    const asked = id === null ? null : requestId(id);
    return { type: "error", id: asked, error: { name: errorNameOf(code), ...data } };
  }
  const asked = requestId(id);
  const of = methodOf(asked);
  const answer = fields(result);
  if (of === undefined) return { type: "unknown" };
  return { type: "result", id: asked, result: { of, ...results[of](answer) } as Result };
};

/** `methodOf` tells which method a request of this client had. Null: not a frame of this protocol. */
export const decode = (
  frame: string,
  methodOf: (id: RequestId) => Method | undefined,
): Incoming | null => {
  try {
    return read(JSON.parse(frame), methodOf);
  } catch (error) {
    if (error instanceof Malformed || error instanceof SyntaxError) return null;
    throw error;
  }
};
