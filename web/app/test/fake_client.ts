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
  Refusal,
  Report,
  Restored,
  SeekRequest,
  Sent,
  TranscriptItem,
  Upload,
  Wait,
  WaitEvents,
  WaitStatus,
} from "@parley-chat/client";
import { FakeUpload } from "./fake_upload.ts";

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

type ImageOptions = Parameters<Chat["sendImage"]>[1];
type FileOptions = Parameters<Chat["sendFile"]>[1];

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
  clockOffset: Chat["clockOffset"] = null;
  reference: Chat["reference"] = null;
  readonly uploads: FakeUpload[] = [];
  /** What `fileOf` gives of every file. */
  bytes: () => Promise<Blob> = async () => new Blob(["bytes"], { type: "image/webp" });
  /** What `send` answers next, when it is to refuse. */
  refuse: Refusal["error"] | null = null;
  readonly typed: boolean[] = [];
  constructor(
    readonly room = "01hq",
    readonly interests: readonly string[] = ["chess", "night trains"],
    public now: () => number = () => Date.now(),
  ) {
    super();
  }
  /** What was asked of the services, in words. */
  readonly asked: string[] = [];
  /** How `report` and `block` are answered. */
  answer: Promise<void> = Promise.resolve();
  send(text: string): Sent | Refusal {
    return this.taken(() => this.add({ text }, true, "waiting"));
  }
  edit(seq: number, text: string): Sent | Refusal {
    return this.taken(() => this.change(1, seq, { text, edited: true }));
  }
  remove(seq: number): Sent | Refusal {
    return this.taken(() => this.change(1, seq, { text: "", removed: true }));
  }
  icebreaker(question: string): Sent | Refusal {
    return this.taken(() => this.add({ text: "", question }, true, "waiting"));
  }
  sendImage(blob: Blob, { width, height, onProgress }: ImageOptions): Upload | Refusal {
    const image = { id: "a".repeat(32), size: blob.size, width, height };
    return this.upload({ image }, onProgress);
  }
  sendFile(blob: Blob, { name, onProgress }: FileOptions): Upload | Refusal {
    return this.upload({ file: { id: "b".repeat(32), size: blob.size, name } }, onProgress);
  }
  /** Of those who have asked `fileOf`. */
  readonly signals: (AbortSignal | undefined)[] = [];
  fileOf(_: Message, { signal }: Parameters<Chat["fileOf"]>[1] = {}): Promise<Blob> {
    this.signals.push(signal);
    return this.bytes();
  }
  clocks(on: boolean): void {
    this.asked.push(`clocks ${on ? "on" : "off"}`);
  }
  seen(): void {
    this.asked.push("seen");
  }
  stay(): void {
    this.asked.push("stay");
    this.emit("idle", { leftMs: 0 });
  }
  report({ reason, words = "" }: Report): Promise<void> {
    this.asked.push(`report ${reason} ${words}`.trim());
    return this.answer;
  }
  block(): Promise<void> {
    this.asked.push("block");
    return this.answer;
  }
  [Symbol.asyncIterator](): AsyncIterator<Message, void, void> {
    throw new Error("the page does not read a chat this way");
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
    this.hear({ text });
  }
  hearsImage(width: number, height: number): void {
    this.hear({ text: "", image: { id: "c".repeat(32), size: 123_456, width, height } });
  }
  hearsFile(name: string, size: number): void {
    this.hear({ text: "", file: { id: "d".repeat(32), size, name } });
  }
  /** What is said from now on, by anybody, is dated like this. */
  dated: Pick<Message, "clock" | "reference"> = { clock: null, reference: null };
  /** The service has something to say of one's own message. */
  changes(seq: number, change: Partial<Message>): void {
    this.change(1, seq, change);
    this.emit("changed", { message: this.transcript.at(-1) as Message });
  }
  hearsQuestion(question: string): void {
    this.hear({ text: "", question });
  }
  /** The partner changes what they said. */
  partnerChanges(seq: number, change: Partial<Message>): void {
    this.change(2, seq, change);
    const message = this.transcript.find((item) => item.key === `2:${seq}`) as Message;
    this.emit("changed", { message });
  }
  /** What is not delivered yet was said a while ago. */
  late(): void {
    this.transcript = this.transcript.map((item) =>
      item.kind === "message" ? { ...item, at: item.at - 60_000 } : item,
    );
    this.emit("stored", { seq: 1 });
  }
  asksWhetherIdle(leftMs: number): void {
    this.emit("idle", { leftMs });
  }
  tick(status: "stored" | "delivered" | "seen"): void {
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

  private hear(what: Pick<Message, "text"> & Partial<Message>): void {
    this.add(what, false, "received");
    this.emit("message", this.transcript.at(-1) as Message);
  }
  private upload(what: Partial<Message>, onProgress = (_: number) => {}): Upload | Refusal {
    if (this.refuse) return { ok: false, error: this.refuse };
    const upload = new FakeUpload(onProgress, () => {
      const sent = this.taken(() => this.add({ text: "", ...what }, true, "waiting"));
      this.emit("stored", { seq: 0 });
      return sent as Sent;
    });
    this.uploads.push(upload);
    return upload;
  }
  private taken(act: () => number): Sent | Refusal {
    if (this.refuse) return { ok: false, error: this.refuse };
    const seq = act();
    return { ok: true, seq, stored: Promise.resolve(), delivered: Promise.resolve() };
  }
  private change(from: number, seq: number, change: Partial<Message>): number {
    this.transcript = this.transcript.map((item) =>
      item.key === `${from}:${seq}` && item.kind === "message" ? { ...item, ...change } : item,
    );
    return seq;
  }
  private add(
    what: Pick<Message, "text"> & Partial<Message>,
    mine: boolean,
    status: MessageStatus,
  ): number {
    const from = mine ? 1 : 2;
    const seq = this.transcript.filter((item) => item.from === from).length + 1;
    const item: Message = {
      kind: "message",
      key: `${from}:${seq}`,
      from,
      mine,
      seq,
      edited: false,
      removed: false,
      revision: seq,
      question: null,
      image: null,
      file: null,
      held: false,
      filtered: false,
      at: this.now(),
      status,
      ...this.dated,
      ...what,
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
