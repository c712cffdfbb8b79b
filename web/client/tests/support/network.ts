// A network on virtual time: ordered connections that can be delayed, cut and frozen. Carries text, knows no protocol.
import type { Transport, TransportListener } from "../../src/index.js";
import type { VirtualTime } from "./virtual_time.js";

/** The service's end of a connection. */
export interface ServerEnd {
  readonly path: string;
  send(message: object): void;
  close(code: number): void;
}

export interface Acceptor {
  /** Null: refused. */
  accept(end: ServerEnd): { frame(text: string): void; closed(): void } | null;
}

const serverIdleTimeout = 90_000;

export class Wire implements ServerEnd {
  open = true;
  frozen = false;
  /** What the client says takes so much longer, as when a network retransmits. */
  slowUpMs = 0;
  /** So many frames to the client are lost, as no real network does; the connection must be cut afterwards. */
  losing = 0;
  /** Nothing gets to the service any more. */
  #broken = false;
  /** Keeps each direction in order whatever the delays. */
  #downAt = 0;
  #upAt = 0;
  server: ReturnType<Acceptor["accept"]> = null;

  constructor(
    readonly path: string,
    private readonly network: Network,
    private readonly listener: TransportListener,
  ) {}

  send(message: object): void {
    if (this.losing > 0) {
      this.losing -= 1;
      return;
    }
    this.down(() => this.listener.frame(JSON.stringify(message)));
  }
  /** Any text, also what is no frame. */
  sendText(text: string): void {
    this.down(() => this.listener.frame(text));
  }
  close(code: number): void {
    this.down(() => this.#end(code));
  }
  down(run: () => void): void {
    const { time } = this.network;
    this.#downAt = Math.max(this.#downAt, time.now() + this.network.delay());
    time.after(this.#downAt - time.now(), () => this.open && !this.frozen && run());
  }
  up(run: () => void): void {
    const { time } = this.network;
    this.#upAt = Math.max(this.#upAt, time.now() + this.network.delay() + this.slowUpMs);
    // What was sent before the client closed arrives before its end does.
    time.after(this.#upAt - time.now(), () => !this.#broken && !this.frozen && run());
  }
  /** The connection breaks here and now; what was under way is gone. */
  cut(code = 1006): void {
    this.#end(code);
  }
  #end(code: number): void {
    if (!this.open) return;
    this.#leave();
    this.listener.closed(code);
  }
  leave(): void {
    // The service notices at once, or by the silence when nothing gets through any more.
    const { time } = this.network;
    const noticedMs = this.frozen
      ? serverIdleTimeout
      : Math.max(0, this.#upAt - time.now()) + this.network.delay();
    this.open = false;
    this.network.wires.delete(this);
    time.after(noticedMs, () => {
      this.#broken = true;
      this.server?.closed();
    });
  }
  #leave(): void {
    this.open = false;
    this.#broken = true;
    this.network.wires.delete(this);
    this.server?.closed();
  }
}

export class Network {
  /** What is dialled meanwhile is never answered. */
  hanging = false;
  readonly wires = new Set<Wire>();
  /** Every path that was dialled. */
  readonly dialled: string[] = [];

  constructor(
    readonly time: VirtualTime,
    readonly random: () => number,
    private readonly acceptor: Acceptor,
    readonly maxDelayMs = 30,
  ) {}

  delay(): number {
    return 1 + this.random() * this.maxDelayMs;
  }

  /** The network as one person's tab has it. */
  transport(tab: { readonly online: boolean; readonly wires: Set<Wire> }): Transport {
    return {
      open: (url, _subprotocol, listener) => {
        const { pathname } = new URL(url);
        this.dialled.push(pathname);
        const wire = new Wire(pathname, this, listener);
        this.wires.add(wire);
        tab.wires.add(wire);
        if (!this.hanging) {
          this.time.after(this.delay(), () => this.#connect(wire, tab.online, listener));
        }
        return {
          send: (text) => wire.up(() => wire.server?.frame(text)),
          close: () => {
            tab.wires.delete(wire);
            if (wire.open) wire.leave();
          },
        };
      },
    };
  }

  #connect(wire: Wire, online: boolean, listener: TransportListener): void {
    if (!wire.open) return;
    const server = online ? this.acceptor.accept(wire) : null;
    if (server === null) return wire.cut();
    wire.server = server;
    wire.down(() => listener.opened());
  }
}
