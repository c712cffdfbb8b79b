// A wait as a page or a bot sees it. Types only.
import type { Chat, StorageNotice } from "./chat.js";
import type { ConnectionState, Unsubscribe, WaitEnd } from "./states.js";

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

/** What a wait and an opening have in common: on the way into a room. */
export interface EnteringEvents {
  state: ConnectionState;
  storage: StorageNotice;
  /** Terminal, like `opened`; exactly one of the two comes. */
  ended: WaitEnd;
}

/** It survives lost connections and a reload of the tab. */
export interface Entering {
  /** One's own display name. */
  readonly name: string;
  readonly state: ConnectionState;
  /** Whether this was quicker than what was asked for is told by `opened` or `ended`. */
  cancel(): void;
  on<K extends keyof EnteringEvents>(
    event: K,
    listener: (value: EnteringEvents[K]) => void,
  ): Unsubscribe;
}

export interface WaitEvents extends EnteringEvents {
  waiting: WaitStatus;
  assigned: Assignment;
  /** The assigned partner never came: the wait goes on by itself, at the front of the queue. */
  no_show: undefined;
  /** Both are in the room: the wait is over, the chat begins. */
  opened: Chat;
}

/** A wish to be paired. */
export interface Wait extends Entering {
  readonly language: string;
  readonly interests: readonly string[];
  /** The last status heard, null before the first. */
  readonly status: WaitStatus | null;
  /** Resolves when the chat opens; rejects with a `ParleyError` when the wait ends without one. */
  readonly chat: Promise<Chat>;
  on<K extends keyof WaitEvents>(event: K, listener: (value: WaitEvents[K]) => void): Unsubscribe;
}
