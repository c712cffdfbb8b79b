// A test double of a conversation, of two or of many: a test says what happens in it.
import type {
  ChatEnd,
  ConnectionState,
  FileOptions,
  ImageOptions,
  Message,
  MessageStatus,
  Refusal,
  Sent,
  Talk,
  TalkEvents,
  TranscriptItem,
  Upload,
} from "@parley-chat/client";
import { aMessage } from "./a_message.ts";
import { Emitter } from "./emitter.ts";
import { FakeUpload } from "./fake_upload.ts";

type What = Pick<Message, "text"> & Partial<Message>;

export abstract class FakeTalk<E extends TalkEvents> extends Emitter<E> {
  readonly seat = 1;
  name = "Quiet Otter";
  state: ConnectionState = { kind: "connected" };
  ended: ChatEnd | null = null;
  transcript: readonly TranscriptItem[] = [];
  unconfirmed = 0;
  clockOffset: Talk["clockOffset"] = null;
  reference: Talk["reference"] = null;
  readonly uploads: FakeUpload[] = [];
  /** What `fileOf` gives of every file. */
  bytes: () => Promise<Blob> = async () => new Blob(["bytes"], { type: "image/webp" });
  /** What `send` answers next, when it is to refuse. */
  refuse: Refusal["error"] | null = null;
  readonly typed: boolean[] = [];
  /** What was asked of the services, in words. */
  readonly asked: string[] = [];
  /** How `report` and `block` are answered. */
  answer: Promise<void> = Promise.resolve();
  constructor(
    readonly room: string,
    public now: () => number,
  ) {
    super();
  }
  send(text: string): Sent | Refusal {
    return this.taken(() => this.add({ text }, 1, "waiting"));
  }
  edit(seq: number, text: string): Sent | Refusal {
    return this.taken(() => this.change(1, seq, { text, edited: true }));
  }
  remove(seq: number): Sent | Refusal {
    return this.taken(() => this.change(1, seq, { text: "", removed: true }));
  }
  icebreaker(question: string): Sent | Refusal {
    return this.taken(() => this.add({ text: "", question }, 1, "waiting"));
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
  fileOf(_: Message, { signal }: Parameters<Talk["fileOf"]>[1] = {}): Promise<Blob> {
    this.signals.push(signal);
    return this.bytes();
  }
  clocks(on: boolean): void {
    this.asked.push(`clocks ${on ? "on" : "off"}`);
  }
  [Symbol.asyncIterator](): AsyncIterator<Message, void, void> {
    throw new Error("the page does not read a conversation this way");
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

  hears(text: string, from = 2): void {
    this.hear({ text }, from);
  }
  hearsImage(width: number, height: number, from = 2): void {
    this.hear({ text: "", image: { id: "c".repeat(32), size: 123_456, width, height } }, from);
  }
  hearsFile(name: string, size: number, from = 2): void {
    this.hear({ text: "", file: { id: "d".repeat(32), size, name } }, from);
  }
  /** What is said from now on, by anybody, is dated like this. */
  dated: Pick<Message, "clock" | "reference"> = { clock: null, reference: null };
  /** The service has something to say of one's own message. */
  changes(seq: number, change: Partial<Message>): void {
    this.change(1, seq, change);
    this.tell("changed", { message: this.transcript.at(-1) as Message });
  }
  hearsQuestion(question: string): void {
    this.hear({ text: "", question }, 2);
  }
  /** Somebody else changes what they said. */
  partnerChanges(seq: number, change: Partial<Message>): void {
    this.change(2, seq, change);
    const message = this.transcript.find((item) => item.key === `2:${seq}`) as Message;
    this.tell("changed", { message });
  }
  /** What is not delivered yet was said a while ago. */
  late(): void {
    this.transcript = this.transcript.map((item) =>
      item.kind === "message" ? { ...item, at: item.at - 60_000 } : item,
    );
    this.tell("stored", { seq: 1 });
  }
  protected marks(status: MessageStatus): void {
    this.transcript = this.transcript.map((item) =>
      item.kind === "message" && item.mine ? { ...item, status } : item,
    );
  }
  connection(state: ConnectionState): void {
    this.state = state;
    this.tell("state", state);
  }
  end(end: ChatEnd): void {
    this.ended = end;
    this.tell("ended", end);
  }

  protected tell<K extends keyof TalkEvents>(event: K, value: TalkEvents[K]): void {
    (this as unknown as Emitter<TalkEvents>).emit(event, value);
  }
  private hear(what: What, from: number): void {
    this.add(what, from, "received");
    this.tell("message", this.transcript.at(-1) as Message);
  }
  private upload(what: Partial<Message>, onProgress = (_: number) => {}): Upload | Refusal {
    if (this.refuse) return { ok: false, error: this.refuse };
    const upload = new FakeUpload(onProgress, () => {
      const sent = this.taken(() => this.add({ text: "", ...what }, 1, "waiting"));
      this.tell("stored", { seq: 0 });
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
  private add(what: What, from: number, status: MessageStatus): number {
    const said = this.transcript.filter((item) => item.kind !== "member" && item.from === from);
    const seq = said.length + 1;
    const place = { key: `${from}:${seq}`, from, mine: from === 1, seq, revision: seq };
    const item = aMessage({ ...place, at: this.now(), status, ...this.dated, ...what });
    this.transcript = [...this.transcript, item];
    return seq;
  }
}
