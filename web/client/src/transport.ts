// WebSockets as the library's transport: the browser's own, or any class of that shape.
import type { Transport, TransportListener } from "./injected.js";
import * as CloseCode from "./wire/close_codes.js";

/** What is used of a WebSocket; the browser's, Node's and that of the package `ws` fit. */
export interface WebSocketLike {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  send(text: string): void;
  close(code?: number): void;
}

export type WebSocketClass = new (
  url: string,
  protocols: string[],
  options?: object,
) => WebSocketLike;

/** `ws` would tell all frames of one packet at once, before whoever awaits the first can listen for the next. */
const oneByOne = { allowSynchronousEvents: false };

const silence = (socket: WebSocketLike): void => {
  socket.onopen = null;
  socket.onmessage = null;
  socket.onclose = null;
  socket.onerror = () => {}; // some classes throw when nobody listens
};

const listen = (socket: WebSocketLike, listener: TransportListener): void => {
  socket.onopen = () => listener.opened();
  socket.onerror = () => {}; // `close` follows
  socket.onmessage = ({ data }: { readonly data: unknown }) => {
    // The protocol has no binary frames: what is no text is no frame of it.
    listener.frame(typeof data === "string" ? data : "");
  };
  socket.onclose = ({ code }: { readonly code: number }) => {
    silence(socket);
    listener.closed(code);
  };
};

export const webSocketTransport = (WebSocket: WebSocketClass): Transport => ({
  open(url, subprotocol, listener) {
    let socket: WebSocketLike | null = null;
    try {
      socket = new WebSocket(url, [subprotocol], oneByOne);
      listen(socket, listener);
    } catch {
      queueMicrotask(() => listener.closed(CloseCode.abnormal));
    }
    return {
      send: (text) => socket?.send(text),
      close(code) {
        if (socket === null) return;
        silence(socket);
        socket.close(code);
      },
    };
  },
});
