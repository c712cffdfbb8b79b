// What the library takes from its surroundings when nothing is injected: a browser's things, or Node's.

import type { Clock, Environment, Storage, Transport } from "./injected.js";
import { type WebSocketClass, webSocketTransport } from "./transport.js";

export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, Math.min(delayMs, 2 ** 31 - 1));
    return () => clearTimeout(timer);
  },
};

export const memoryStorage = (): Storage => {
  const values = new Map<string, string>();
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  };
};

/** The tab's storage; memory where there is none or the browser forbids it. */
export const defaultStorage = (): Storage => {
  try {
    // Node has one `sessionStorage` for all clients of a process: no tab's.
    return globalThis.document ? globalThis.sessionStorage : memoryStorage();
  } catch {
    return memoryStorage();
  }
};

export const defaultTransport = (): Transport => {
  const { WebSocket } = globalThis as { WebSocket?: WebSocketClass };
  if (WebSocket === undefined) {
    throw new TypeError("no WebSocket here: pass `transport: webSocketTransport(WebSocket)`");
  }
  return webSocketTransport(WebSocket);
};

export const defaultUrl = (): string => {
  const origin = globalThis.location?.origin;
  if (origin === undefined) throw new TypeError("`url` is needed outside of a browser");
  return origin;
};

/** What stands in for `environment` where none is passed: a browser's network and page; in Node it is always online. For who wraps it. */
export const defaultEnvironment = (): Environment => ({
  get online() {
    return globalThis.navigator?.onLine ?? true;
  },
  subscribe(listener) {
    const off = new AbortController();
    for (const type of ["online", "offline", "visibilitychange", "pageshow"] as const) {
      const tell = () => {
        if (type === "online" || type === "offline") listener(type);
        else if (document.visibilityState === "visible") listener("visible");
      };
      globalThis.window?.addEventListener(type, tell, { signal: off.signal });
    }
    return () => off.abort();
  },
});
