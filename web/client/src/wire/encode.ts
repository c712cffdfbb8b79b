// What the client says, as JSON-RPC 2.0 text.
import type { Call, Notice, RequestId } from "./messages.js";

export const encodeRequest = (id: RequestId, { method, params }: Call): string =>
  JSON.stringify({ jsonrpc: "2.0", id, method, params });

export const encodeNotification = ({ method, params }: Notice): string =>
  JSON.stringify({ jsonrpc: "2.0", method, params });
