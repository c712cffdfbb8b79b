// The matchmaker's `waiting` in the words of the library.
import type { WaitStatus } from "../types.js";
import type { Notification } from "../wire/heard.js";

type WaitingMessage = Extract<Notification, { method: "waiting" }>;

export const statusOf = ({ waiting, nodes, estimate, ...message }: WaitingMessage): WaitStatus => ({
  elapsedMs: message.elapsed_ms,
  waiting,
  anyPartner: message.any_partner,
  nodes,
  estimate: estimate && { p50Ms: estimate.p50_ms, p90Ms: estimate.p90_ms },
});
