// Strikes at one's own connections, between the client library and the browser: what it does to the library is what a
// bad network does. Counts what was struck, and what came back.
import type {
  Environment,
  Transport,
  TransportConnection,
  TransportListener,
} from "@parley-chat/client";

export interface Count {
  readonly struck: number;
  readonly recovered: number;
}

type Change = Parameters<Parameters<Environment["subscribe"]>[0]>[0];

const abnormal = 1006;

/** One connection on its way through the monkey's hands. */
class Victim implements TransportConnection {
  private inner_: TransportConnection | null = null;
  private silent_ = false;

  constructor(
    private readonly listener: TransportListener,
    private readonly forget: (victim: Victim) => void,
  ) {}

  through(inner: TransportConnection): this {
    this.inner_ = inner;
    return this;
  }
  send(text: string): void {
    if (!this.silent_) this.inner_?.send(text);
  }
  close(code: number): void {
    this.silent_ = true;
    this.forget(this);
    this.inner_?.close(code);
  }
  /** Calls only while nothing has been done to it. */
  hear(tell: (listener: TransportListener) => void): void {
    if (!this.silent_) tell(this.listener);
  }

  /** It stays open, and nothing goes through any more, in neither direction. */
  freeze(): void {
    this.silent_ = true;
  }
  drop(): void {
    this.close(1000);
    this.listener.closed(abnormal);
  }
}

export class Monkey implements Transport, Environment {
  private readonly victims_ = new Set<Victim>();
  private readonly changes_ = new Set<(change: Change) => void>();
  private readonly listeners_ = new Set<() => void>();
  private offline_ = false;

  constructor(
    private readonly transport: Transport,
    private readonly environment: Environment,
    private count_: Count,
  ) {}

  get count(): Count {
    return this.count_;
  }
  get online(): boolean {
    return !this.offline_ && this.environment.online;
  }
  onChange(listener: () => void): () => void {
    this.listeners_.add(listener);
    return () => this.listeners_.delete(listener);
  }

  // ---- what is done ------------------------------------------------------------------------------

  drop(): void {
    this.struck();
    for (const victim of [...this.victims_]) victim.drop();
  }
  freeze(): void {
    this.struck();
    for (const victim of this.victims_) victim.freeze();
  }
  goOffline(): void {
    this.offline_ = true;
    this.drop();
    for (const tell of this.changes_) tell("offline");
  }
  goOnline(): void {
    this.offline_ = false;
    for (const tell of this.changes_) tell("online");
    this.tell();
  }
  /** For what is done to the whole page. */
  struck(): void {
    this.count_ = { ...this.count_, struck: this.count_.struck + 1 };
    this.tell();
  }

  // ---- what the library sees ---------------------------------------------------------------------

  subscribe(listener: (change: Change) => void): () => void {
    this.changes_.add(listener);
    const off = this.environment.subscribe((change) => {
      if (!this.offline_) listener(change);
    });
    return () => {
      this.changes_.delete(listener);
      off();
    };
  }

  open(url: string, subprotocol: string, listener: TransportListener): TransportConnection {
    const victim = new Victim(listener, (gone) => this.victims_.delete(gone));
    if (this.offline_) {
      queueMicrotask(() => victim.hear((to) => to.closed(abnormal)));
      return victim;
    }
    this.victims_.add(victim);
    return victim.through(
      this.transport.open(url, subprotocol, {
        opened: () => victim.hear((to) => to.opened()),
        frame: (text) => victim.hear((to) => this.pass(to, text)),
        closed: (code) => {
          this.victims_.delete(victim);
          victim.hear((to) => to.closed(code));
        },
      }),
    );
  }

  /** A word from the other side, on a connection that was not struck: all is well again. */
  private pass(listener: TransportListener, text: string): void {
    const { struck, recovered } = this.count_;
    if (recovered < struck) {
      this.count_ = { struck, recovered: struck };
      this.tell();
    }
    listener.frame(text);
  }

  private tell(): void {
    for (const listener of this.listeners_) listener();
  }
}
