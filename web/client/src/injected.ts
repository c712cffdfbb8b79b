// What the library takes from its surroundings, and a test or a bot may replace. Interfaces only.
import type { Unsubscribe } from "./types.js";

/** The part of Web Storage that is used. May throw when full: that is told by `storage`, and never fatal. */
export interface Storage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export interface Clock {
  /** Unix ms that never run backwards. */
  now(): number;
  /** Calls once after so many ms; the result cancels. */
  after(delayMs: number, callback: () => void): () => void;
}

export interface Transport {
  /** Never throws: what cannot be opened is told by `closed`. The listener is called only after `open` has returned. */
  open(url: string, subprotocol: string, listener: TransportListener): TransportConnection;
}

export interface TransportListener {
  opened(): void;
  /** One text frame. */
  frame(text: string): void;
  /** Once, the last of all calls. 1006 when there is no close code. */
  closed(code: number): void;
}

export interface TransportConnection {
  send(text: string): void;
  /** Nothing is heard of the connection after this. */
  close(code: number): void;
}

export interface HttpRequest {
  readonly method: "HEAD" | "GET" | "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Blob | null;
  readonly signal: AbortSignal;
  /** How much of the body is sent, as a fraction; any call says that the request lives. */
  readonly progress: (fraction: number) => void;
}

/** Rejects when there is no answer. */
export type Http = (
  request: HttpRequest,
) => Promise<{ readonly status: number; readonly body: Blob }>;

export interface Environment {
  readonly online: boolean;
  /** `visible`: the tab has come to the front. */
  subscribe(listener: (change: "online" | "offline" | "visible") => void): Unsubscribe;
}
