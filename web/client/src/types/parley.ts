// The entrance of the library and what can be injected there. Types only.
import type { Clock, Environment, Http, Storage, Transport } from "../injected.js";
import type { Chat } from "./chat.js";
import type { NamedRoom, Opening, OpenRequest } from "./named_room.js";
import type { SeekRequest, Wait } from "./wait.js";

export type Restored =
  | { readonly kind: "wait"; readonly wait: Wait }
  /** Also a chat that is over, until the next `seek` or `rooms.open`: its transcript can still be read. */
  | { readonly kind: "chat"; readonly chat: Chat }
  | { readonly kind: "opening"; readonly opening: Opening }
  /** Likewise also one that was left. */
  | { readonly kind: "room"; readonly room: NamedRoom };

export interface Parley {
  /** Begins a wait. What went on before is cancelled or left: a session has one conversation at a time. */
  seek(request: SeekRequest): Wait;
  readonly rooms: {
    /** Opens a room by its name, or makes it. What went on before is left, as with `seek`. */
    open(request: OpenRequest): Opening;
  };
  /** After a reload of the tab: goes on with what this tab was doing; null when there is nothing. */
  restore(): Restored | null;
  /** People online and waiting, by HTTP (`GET /api/stats`); null when it cannot be had, as from a page of another origin. */
  stats(): Promise<{ readonly online: number; readonly waiting: number } | null>;
}

export interface ParleyOptions {
  /** Where the gateway is (`https:`, `http:`, `wss:` or `ws:`). In a browser the page's own origin. */
  readonly url?: string;
  /**
   * Keeps a conversation over a reload. In a browser `sessionStorage`, elsewhere memory; null: memory. It belongs to one
   * Parley: two in one tab need a storage each.
   */
  readonly storage?: Storage | null;
  readonly clock?: Clock;
  /** Uniform in [0, 1), for backoff and jitter. */
  readonly random?: () => number;
  readonly transport?: Transport;
  /** For images and files. In a browser `XMLHttpRequest`, which tells the progress; elsewhere `fetch`. */
  readonly http?: Http;
  /** Online, offline and visible. In a browser the window's events, elsewhere nothing. */
  readonly environment?: Environment;
}
