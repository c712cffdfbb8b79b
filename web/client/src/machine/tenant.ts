// For whom a connection is kept: what it asks of a conversation and tells it. An interface only.
import type { RpcError } from "../wire/errors.js";
import type { JoinResult, Notification, Result } from "../wire/heard.js";
import type { Call } from "../wire/said.js";
import type { Outlook } from "./healing.js";
import type { RoomOver } from "./route.js";

/** The conversation that the connection is kept for. */
export interface Tenant {
  readonly token: string;
  joinCall(claim: boolean): Call;
  joined(result: JoinResult, now: number): void;
  heard(message: Notification, now: number): void;
  answered(call: Call, result: Result, now: number): void;
  /** `call` is null when a notification of ours was refused. */
  refused(call: Call | null, tag: number, error: RpcError, now: number): void;
  disconnected(now: number): void;
  over(over: RoomOver, now: number): void;
  outlook(): Omit<Outlook, "joined">;
}
