// A test double of the client library: the same types, no network; a test says what happens.
import type {
  Chat,
  ChatEnd,
  ChatEvents,
  ConnectionState,
  Message,
  MessageStatus,
  Parley,
  Partner,
  Restored,
  SeekRequest,
  Sent,
  TranscriptItem,
  Wait,
  WaitEvents,
  WaitStatus,
} from "@parley-chat/client";

type Listeners<E> = { [K in keyof E]?: Set<(value: E[K]) => void> };

class Emitter<E> {
  private readonly listeners: Listeners<E> = {};
  on<K extends keyof E>(event: K, listener: (value: E[K]) => void): () => void {
    let set = this.listeners[event];
    if (!set) {
      set = new Set();
      this.listeners[event] = set;
    }
    set.add(listener);
    return () => void set.delete(listener);
  }
  emit<K extends keyof E>(event: K, value: E[K]): void {
    for (const listener of this.listeners[event] ?? []) listener(value);
  }
}

export class FakeWait extends Emitter<WaitEvents> implements Wait {
  state: ConnectionState = { kind: "connecting" };
  status: WaitStatus | null = null;
  readonly chat = new Promise<Chat>(() => {});
  constructor(
    readonly language = "en",
    readonly interests: readonly string[] = [],
    readonly name = "Quiet Otter",
  ) {
    super();
  }
  cancel(): void {
    this.emit("ended", { reason: "cancelled" });
  }
  tell(status: Partial<WaitStatus>): void {
    this.state = { kind: "connected" };
    this.emit("state", this.state);
    this.status = {
      elapsedMs: 0,
      waiting: 1,
      anyPartner: false,
      nodes: true,
      estimate: null,
      ...status,
    };
    this.emit("waiting", this.status);
  }
  connection(state: ConnectionState): void {
    this.state = state;
    this.emit("state", state);
  }
}

export class FakeChat extends Emitter<ChatEvents> implements Chat {
  readonly seat = 1;
  name = "Quiet Otter";
  partner: Partner = {
    seat: 2,
    name: "Brave Lynx",
    state: "present",
    leftMs: 0,
    awayUntil: 0,
    typing: false,
  };
  state: ConnectionState = { kind: "connected" };
  ended: ChatEnd | null = null;
  transcript: readonly TranscriptItem[] = [];
  unconfirmed = 0;
  readonly clockOffset = null;
  /** What `send` answers next, when it is to refuse. */
  refuse: "outbox_full" | null = null;
  readonly typed: boolean[] = [];
  constructor(
    readonly room = "01hq",
    readonly interests: readonly string[] = ["chess", "night trains"],
    public now: () => number = () => Date.now(),
  ) {
    super();
  }
  send(text: string): Sent | { ok: false; error: "outbox_full" } {
    if (this.refuse) return { ok: false, error: this.refuse };
    const seq = this.add(text, true, "waiting");
    return { ok: true, seq, stored: Promise.resolve(), delivered: Promise.resolve() };
  }
  setTyping(on: boolean): void {
    this.typed.push(on);
  }
  rename(name: string): { readonly ok: true } {
    this.name = name;
    return { ok: true };
  }
  leave(): void {
    this.end({ reason: "left", byMe: true });
  }

  // ---- what a test makes happen ------------------------------------------------------------------

  hears(text: string): void {
    this.add(text, false, "received");
    this.emit("message", this.transcript.at(-1) as Message);
  }
  tick(status: "stored" | "delivered"): void {
    this.transcript = this.transcript.map((item) =>
      item.kind === "message" && item.mine ? { ...item, status } : item,
    );
    this.emit(status, { seq: this.transcript.length });
  }
  partnerIs(change: Partial<Partner>): void {
    this.partner = { ...this.partner, ...change };
    this.emit("partner", { ...this.partner, change: this.partner.state });
  }
  connection(state: ConnectionState): void {
    this.state = state;
    this.emit("state", state);
  }
  end(end: ChatEnd): void {
    this.ended = end;
    this.emit("ended", end);
  }

  private add(text: string, mine: boolean, status: MessageStatus): number {
    const from = mine ? 1 : 2;
    const seq = this.transcript.filter((item) => item.from === from).length + 1;
    const item: Message = {
      kind: "message",
      key: `${from}:${seq}`,
      from,
      mine,
      seq,
      text,
      at: this.now(),
      status,
    };
    this.transcript = [...this.transcript, item];
    return seq;
  }
}

export class FakeParley implements Parley {
  readonly seeks: SeekRequest[] = [];
  wait = new FakeWait();
  restored: Restored | null = null;
  online: number | null = 1204;
  seek(request: SeekRequest): Wait {
    this.seeks.push(request);
    this.wait = new FakeWait(request.language, request.interests, request.name);
    return this.wait;
  }
  restore(): Restored | null {
    return this.restored;
  }
  stats = async () => (this.online === null ? null : { online: this.online, waiting: 3 });
}
