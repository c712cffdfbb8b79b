// For whom a connection is kept, a wait or a conversation: where it wants to go, what it says and is told. Interfaces
// only; `Over` is how it may end.
import type { RpcError } from "../wire/errors.js";
import type { Notification, Result } from "../wire/heard.js";
import type { Call } from "../wire/said.js";
import type { Outlook } from "./healing.js";
import type { Errand } from "./link.js";

/** What to connect for next, and when. */
export interface Step {
  readonly go: Errand;
  readonly inMs: number;
}
export type Way<Over> = Step | Over;

export type Found = Extract<Result, { of: "resume" }>;

/** Where to go next. */
export interface Guide<Over> {
  /** The node that the room is at, as far as is known. */
  readonly node: string;
  /** How many tries have failed since the last success. */
  readonly attempt: number;
  found(found: Found): Step;
  /** No connection, or none any more; `livedMs` since its errand was answered, null when it never was. */
  lost(errand: Errand, code: number, livedMs: number | null): Way<Over>;
  turnedAway(errand: Errand, error: RpcError): Way<Over>;
  /** The network or the tab is back: what was before is held against nobody. */
  fresh(): void;
}

export interface Tenant<Over> {
  callFor(errand: Errand): Call;
  /** The errand was answered well: connected. */
  arrived(result: Result, now: number): void;
  heard(message: Notification, now: number): void;
  answered(call: Call, result: Result): void;
  /** `call` is null when a notification of ours was refused. */
  refused(call: Call | null, tag: number, error: RpcError, now: number): void;
  disconnected(now: number): void;
  outlook(): Omit<Outlook, "joined">;
  /** Stops the connection. */
  over(over: Over, now: number): void;
}
