// The public types of the library: what a page or a bot sees of a wait and of a chat. No behaviour.

import type { Clock, Environment, Storage, Transport } from "./injected.js";

// ---- closed unions ---------------------------------------------------------------------------

/** How a wait or a chat stands with the services, in words a page can show. */
export type ConnectionState =
  /** The first connection is being made. */
  | { readonly kind: "connecting" }
  | { readonly kind: "connected" }
  /** The connection is lost; try number `attempt` begins in `retryInMs` (0: it runs now). */
  | { readonly kind: "reconnecting"; readonly attempt: number; readonly retryInMs: number }
  /** The browser says that there is no network; it is tried again at once when there is. */
  | { readonly kind: "offline" }
  /** The room is moving to another node; nothing to do, it comes back by itself. */
  | { readonly kind: "moved" }
  | { readonly kind: "ended" };

/**
 * What a message's tick says. `waiting`: only this tab has it. `stored`: the room's log has it (one tick).
 * `delivered`: every other member's client has applied it (two ticks). `received`: somebody else's.
 */
export type MessageStatus = "waiting" | "stored" | "delivered" | "received";

/** Every error that a service can name (docs/protocol.md section 4). */
export type ErrorName =
  | "parse_error"
  | "invalid_request"
  | "method_not_found"
  | "invalid_params"
  | "internal_error"
  | "join_first"
  | "token_invalid"
  | "token_expired"
  | "gap"
  | "too_long"
  | "rate_limited"
  | "log_full"
  | "storage_unavailable"
  | "room_ended"
  | "wrong_node"
  | "no_node"
  | "draining"
  | "no_such_wait"
  | "language_unknown"
  | "busy"
  | "move_refused"
  | "node_full";

/** How a wait ended without a partner. */
export type WaitEnd =
  | { readonly reason: "cancelled" }
  /** The same session seeks or chats elsewhere (another tab): the newest wins. */
  | { readonly reason: "replaced" }
  /** Waited longer than the service allows. */
  | { readonly reason: "too_long" }
  /** The service does not take this wish, and would not take it again. */
  | {
      readonly reason: "refused";
      readonly error: ErrorName | "protocol_error";
      /** With `invalid_params` and `too_long`: the parameter. */
      readonly param?: string;
      /** With `language_unknown`: what there is. */
      readonly languages?: readonly string[];
    };

/**
 * Why a chat is over. `left`: somebody ended it. `gone`: the partner did not come back in time. `expired`: nobody
 * wrote for too long, or the seat is too old. `replaced`: it is open in another tab, which has it now.
 * `broken`: the service refuses this client or its token.
 */
export type ChatEndReason = "left" | "gone" | "expired" | "replaced" | "broken";

export interface ChatEnd {
  readonly reason: ChatEndReason;
  /** With `left`: whether it was this client that left. */
  readonly byMe: boolean;
}

/** Why `send` or `rename` did not take a text. */
export type RefusalName =
  /** 400 messages wait to be confirmed; try again after the next `delivered`. */
  | "outbox_full"
  /** More than `limit` characters (Unicode code points). */
  | "too_long"
  | "empty"
  /** A name with control characters. */
  | "invalid"
  | "ended";

export interface Refusal {
  readonly ok: false;
  readonly error: RefusalName;
  readonly limit?: number;
}

// ---- messages --------------------------------------------------------------------------------

/** One message of the transcript. (`from`, `seq`) is its identity for ever; `key` is both in one string. */
export interface Message {
  readonly kind: "message";
  readonly key: string;
  /** The sender's seat. */
  readonly from: number;
  readonly mine: boolean;
  readonly seq: number;
  readonly text: string;
  /** Unix ms on the services' clock; the sender's corrected clock until it is stored. */
  readonly at: number;
  readonly status: MessageStatus;
}

/** Messages `first` to `last` of a seat are not to be had (its member's client broke its promises). */
export interface Gap {
  readonly kind: "gap";
  readonly key: string;
  readonly from: number;
  readonly first: number;
  readonly last: number;
}

export type TranscriptItem = Message | Gap;

/** A message taken for sending: it is saved in this tab and will arrive as long as the tab lives. */
export interface Sent {
  readonly ok: true;
  readonly seq: number;
  /** One tick. Rejects with a `ParleyError` if the chat ends first; need not be awaited. */
  readonly stored: Promise<void>;
  /** Two ticks. Rejects with a `ParleyError` if the chat ends first; need not be awaited. */
  readonly delivered: Promise<void>;
}

/** What a rejected promise of this library holds. */
export class ParleyError extends Error {
  override readonly name = "ParleyError";
  constructor(
    /** `wait_ended`: `Wait.chat` without a partner. `chat_ended`: a tick that will never come. */
    readonly code: "wait_ended" | "chat_ended",
    /** The end that it came from. */
    readonly end: WaitEnd | ChatEnd,
  ) {
    super(`${code}: ${end.reason}`);
  }
}

// ---- waiting ---------------------------------------------------------------------------------

export interface SeekRequest {
  /** The pool, a language that the service knows, as `en`. */
  readonly language: string;
  /** At most 8, of 30 characters. */
  readonly interests?: readonly string[];
  /** Display name, at most 40 characters. */
  readonly name?: string;
  /** Aborting cancels the wait; later it leaves the chat. */
  readonly signal?: AbortSignal;
}

/** Comes at once and every 2 s. */
export interface WaitStatus {
  readonly elapsedMs: number;
  /** How many wait in this pool. A place in the queue is not promised. */
  readonly waiting: number;
  /** Interests no longer matter. */
  readonly anyPartner: boolean;
  /** False while no chat-node is alive; the wait goes on. */
  readonly nodes: boolean;
  /** Of the pool's last waits; null when there were too few. */
  readonly estimate: { readonly p50Ms: number; readonly p90Ms: number } | null;
}

/** A partner is found; the room opens as soon as both are in it. */
export interface Assignment {
  readonly room: string;
  readonly partner: string;
  readonly interests: readonly string[];
}

export interface WaitEvents {
  waiting: WaitStatus;
  assigned: Assignment;
  /** The assigned partner never came: the wait goes on by itself, at the front of the queue. */
  no_show: undefined;
  /** Both are in the room: the wait is over, the chat begins. */
  opened: Chat;
  state: ConnectionState;
  storage: StorageNotice;
  /** Terminal, like `opened`; exactly one of the two comes. */
  ended: WaitEnd;
}

/** Removes the listener. */
export type Unsubscribe = () => void;

/** A wish to be paired. It survives lost connections and a reload of the tab. */
export interface Wait {
  readonly language: string;
  readonly interests: readonly string[];
  readonly name: string;
  readonly state: ConnectionState;
  /** The last status heard, null before the first. */
  readonly status: WaitStatus | null;
  /** Resolves when the chat opens; rejects with a `ParleyError` when the wait ends without one. */
  readonly chat: Promise<Chat>;
  /** Whether the pairing or this was quicker is told by `opened` or `ended`. */
  cancel(): void;
  on<K extends keyof WaitEvents>(event: K, listener: (value: WaitEvents[K]) => void): Unsubscribe;
}

// ---- chatting --------------------------------------------------------------------------------

export interface Partner {
  readonly seat: number;
  readonly name: string;
  readonly state: "present" | "away";
  /** While away: how long the room still waited for them when this was told; else 0. */
  readonly leftMs: number;
  /** `state.leftMs` as an instant of this client's clock (`Clock.now`), for a countdown; 0 while present. */
  readonly awayUntil: number;
  readonly typing: boolean;
}

export interface PartnerChange extends Partner {
  readonly change: "present" | "away" | "renamed";
}

/** Trouble with keeping things; nothing is lost by it as long as the tab stays open. */
export interface StorageNotice {
  /** `service`: the service has lost its Redis. `tab`: this tab's storage is full, a reload would forget. */
  readonly where: "service" | "tab";
  readonly available: boolean;
}

export interface ChatEvents {
  /** Somebody else's message, in order, once. */
  message: Message;
  typing: { readonly seat: number; readonly on: boolean };
  /** One tick for every own message up to `seq`. */
  stored: { readonly seq: number };
  /** Two ticks for every own message up to `seq`. */
  delivered: { readonly seq: number };
  state: ConnectionState;
  partner: PartnerChange;
  gap: Gap;
  storage: StorageNotice;
  ended: ChatEnd;
}

/** A conversation. It survives lost connections, dying nodes and a reload of the tab. */
export interface Chat {
  readonly room: string;
  readonly seat: number;
  /** The interests shared with the partner. */
  readonly interests: readonly string[];
  /** One's own display name. */
  readonly name: string;
  readonly partner: Partner;
  readonly state: ConnectionState;
  /** Null while it goes on. */
  readonly ended: ChatEnd | null;
  /** Everything said, oldest first, ticks up to date; a new array after each change. Kept after the end. */
  readonly transcript: readonly TranscriptItem[];
  /** How many own messages are not delivered yet. */
  readonly unconfirmed: number;
  /** The services' clock minus this client's in ms, and how far it may be off; null before it is known. */
  readonly clockOffset: { readonly offsetMs: number; readonly errorMs: number } | null;
  /** At once, also while disconnected: the message is taken and will arrive, or it is refused by name. */
  send(text: string): Sent | Refusal;
  /** May be called at every key press; signals are spared and end by themselves after 5 s. */
  setTyping(on: boolean): void;
  rename(name: string): { readonly ok: true } | Refusal;
  /** Ends the conversation for both. What was sent before is still delivered to the node first. */
  leave(): void;
  on<K extends keyof ChatEvents>(event: K, listener: (value: ChatEvents[K]) => void): Unsubscribe;
}

// ---- the entrance ----------------------------------------------------------------------------

export type Restored =
  | { readonly kind: "wait"; readonly wait: Wait }
  /** Also a chat that is over, until the next `seek`: its transcript can still be read. */
  | { readonly kind: "chat"; readonly chat: Chat };

export interface Parley {
  /** Begins a wait. What went on before is cancelled or left: a session has one conversation at a time. */
  seek(request: SeekRequest): Wait;
  /** After a reload of the tab: goes on with what this tab was doing; null when there is nothing. */
  restore(): Restored | null;
  /** People online and waiting, by HTTP (`GET /api/stats`); null when it cannot be had. */
  stats(): Promise<{ readonly online: number; readonly waiting: number } | null>;
}

export interface ParleyOptions {
  /** Where the gateway is (`https:`, `http:`, `wss:` or `ws:`). In a browser the page's own origin. */
  readonly url?: string;
  /** Keeps a conversation over a reload. In a browser `sessionStorage`, elsewhere memory; null: memory. */
  readonly storage?: Storage | null;
  readonly clock?: Clock;
  /** Uniform in [0, 1), for backoff and jitter. */
  readonly random?: () => number;
  readonly transport?: Transport;
  /** Online, offline and visible. In a browser the window's events, elsewhere nothing. */
  readonly environment?: Environment;
}
