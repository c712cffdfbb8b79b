// A WebSocket client that says exactly what a test tells it, right or wrong, and queues all it hears.
import WebSocket from "ws";

export interface Closed {
  readonly code: number;
  readonly reason: string;
}

export type Frame = Readonly<Record<string, unknown>>;

export class RawClient {
  readonly closed: Promise<Closed>;
  private readonly heard: Frame[] = [];
  private waiters: Array<() => void> = [];
  private isClosed = false;
  private nextId = 1;

  private constructor(private readonly socket: WebSocket) {
    socket.on("message", (data) => {
      this.heard.push(JSON.parse(String(data)) as Frame);
      this.wake();
    });
    socket.on("error", () => {}); // followed by close, which says the rest
    this.closed = new Promise((resolve) => {
      socket.on("close", (code, reason) => {
        this.isClosed = true;
        resolve({ code, reason: String(reason) });
        this.wake();
      });
    });
  }

  static async open(url: string, options: WebSocket.ClientOptions = {}): Promise<RawClient> {
    const socket = new WebSocket(url, ["parley.v1"], options);
    const client = new RawClient(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once("open", resolve);
      socket.once("error", reject);
      socket.once("unexpected-response", (_request, response) =>
        reject(new HandshakeRefused(response.statusCode ?? 0)),
      );
    });
    return client;
  }

  say(frame: string | Buffer): void {
    this.socket.send(frame);
  }

  notify(method: string, params: object): void {
    this.say(JSON.stringify({ jsonrpc: "2.0", method, params }));
  }

  // The response, whatever it is.
  async call(method: string, params: object): Promise<Frame> {
    const id = this.nextId++;
    this.say(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
    return this.next((frame) => frame.id === id);
  }

  // Takes the first frame, heard already or to come, that fits; those before it stay.
  async next(fits: (frame: Frame) => boolean, timeoutMs = 10_000): Promise<Frame> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const at = this.heard.findIndex(fits);
      const [found] = at < 0 ? [] : this.heard.splice(at, 1);
      if (found) return found;
      const left = deadline - Date.now();
      if (this.isClosed || left <= 0) {
        const why = this.isClosed ? "closed" : "time is over";
        throw new Error(
          `no such frame (${why}); heard: ${JSON.stringify(this.heard).slice(0, 2000)}`,
        );
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.waiters.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  notification(method: string, timeoutMs?: number): Promise<Frame> {
    return this.next((frame) => frame.method === method, timeoutMs);
  }

  // Without a close frame, as a phone does that loses its network.
  cut(): void {
    this.socket.terminate();
  }

  async close(): Promise<Closed> {
    this.socket.close();
    return this.closed;
  }

  private wake(): void {
    const waiters = this.waiters;
    this.waiters = [];
    for (const waiter of waiters) waiter();
  }
}

export class HandshakeRefused extends Error {
  constructor(readonly status: number) {
    super(`handshake refused: ${status}`);
  }
}

export function errorOf(
  frame: Frame,
): Frame & { readonly code?: number; readonly message?: string } {
  return (frame.error ?? {}) as Frame;
}

export function resultOf(frame: Frame): Frame {
  if (frame.error) throw new Error(`refused: ${JSON.stringify(frame.error)}`);
  return (frame.result ?? {}) as Frame;
}

export function paramsOf(frame: Frame): Frame {
  return (frame.params ?? {}) as Frame;
}
