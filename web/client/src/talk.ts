// What is said in a room, of two or a named one, as the user of the library sees it: a view of a conversation that has
// opened.
import { ask } from "./ask.js";
import { Emitter } from "./emitter.js";
import { Files } from "./files.js";
import type { Signal, Signals } from "./machine/actions.js";
import type { Acts } from "./machine/acts.js";
import type { Conversation } from "./machine/conversation.js";
import type { Room } from "./machine/room.js";
import type { Runtime } from "./runtime.js";
import { Ticks } from "./ticks.js";
import {
  type Chat,
  type ChatEnd,
  type ChatEvents,
  type FileOptions,
  type ImageOptions,
  type Message,
  type NamedRoom,
  type NamedRoomEvents,
  ParleyError,
  type Refusal,
  type Report,
  type Sent,
  type Talk,
  type TranscriptItem,
  type Upload,
} from "./types.js";
import { checkFileName, isQuestion, isSide, wellFormed } from "./wire/limits.js";
import type { Call } from "./wire/said.js";

type RestOf<F> = F extends (first: Blob, ...rest: infer R) => unknown ? R : never;

/** Every event that a talk may have. */
type AnyOn = Chat["on"] & NamedRoom["on"];

export abstract class TalkView implements Talk {
  readonly on: AnyOn;
  readonly #emitter = new Emitter<Signals & ChatEvents & NamedRoomEvents>();
  readonly #stored = new Ticks();
  readonly #delivered = new Ticks();
  readonly #files: Files;
  readonly #acts: Acts;
  protected readonly inner: Room;
  readonly #connection: Conversation["connection"];

  constructor(
    private readonly runtime: Runtime,
    conversation: Conversation,
  ) {
    this.#acts = conversation.acts;
    this.inner = conversation.room;
    this.#connection = conversation.connection;
    this.#files = new Files(runtime, conversation, (content, blob, round) =>
      this.#write((acts, now) => acts.write(content, now, blob, round)),
    );
    this.on = this.#emitter.on.bind(this.#emitter) as AnyOn;
  }

  get room(): string {
    return this.inner.record.room;
  }
  get seat(): number {
    return this.inner.record.seat;
  }
  get name(): string {
    return this.inner.record.name;
  }
  get state() {
    return this.ended === null ? this.#connection.state : ({ kind: "ended" } as const);
  }
  get ended(): ChatEnd | null {
    return this.inner.record.ended;
  }
  get transcript(): readonly TranscriptItem[] {
    return this.inner.transcript.view;
  }
  get unconfirmed(): number {
    return this.inner.outbox.size;
  }
  get clockOffset(): Chat["clockOffset"] {
    return this.#connection.clock.best;
  }
  get reference(): Chat["reference"] {
    return this.#connection.reference;
  }

  send(text: string): Sent | Refusal {
    return this.#write((acts, now) => acts.say(text, undefined, now));
  }
  edit(seq: number, text: string): Sent | Refusal {
    return this.#write((acts, now) => acts.say(text, seq, now));
  }
  remove(seq: number): Sent | Refusal {
    return this.#write((acts, now) => acts.write({ kind: "delete", of: seq }, now));
  }
  icebreaker(question: string): Sent | Refusal {
    if (!isQuestion(question)) return { ok: false, error: "invalid" };
    return this.#write((acts, now) => acts.write({ kind: "icebreaker", body: question }, now));
  }
  sendImage(blob: Blob, { width, height, onProgress }: ImageOptions): Upload | Refusal {
    if (!isSide(width) || !isSide(height)) return { ok: false, error: "invalid" };
    const describe = (id: string, size: number) => ({
      ...{ kind: "image" as const, file: { id, size, width, height } },
    });
    return this.#upload(blob, describe, onProgress);
  }
  sendFile(blob: Blob, options: FileOptions): Upload | Refusal {
    const name = wellFormed(options.name).trim();
    const refusal = checkFileName(name);
    if (refusal) return refusal;
    const describe = (id: string, size: number) => ({
      ...{ kind: "file" as const, file: { id, size, name } },
    });
    return this.#upload(blob, describe, options.onProgress);
  }
  #upload(blob: Blob, ...how: RestOf<Files["send"]>): Upload | Refusal {
    if (this.ended) return { ok: false, error: "ended" };
    return blob.size > 0 ? this.#files.send(blob, ...how) : { ok: false, error: "empty" };
  }
  async fileOf({ image, file }: Message, { signal }: { signal?: AbortSignal } = {}): Promise<Blob> {
    const { id } = image ?? file ?? {};
    if (id === undefined) throw new ParleyError("no_such_file");
    return this.#files.get(id, signal);
  }
  clocks(on: boolean): void {
    this.#acts.clocks = on;
  }
  /** To a matchmaker, in this seat's name; also when the room is over. */
  protected async ask(
    method: "report" | "block",
    { words, ...rest }: Partial<Report> & { readonly about?: number } = {},
  ): Promise<void> {
    const { token } = this.inner.record;
    const params = { token, ...rest, ...(words && { words: wellFormed(words) }) };
    return ask(this.runtime.surroundings, { method, params } as Call).catch((error) => {
      // Of a room in which nobody has said a word the service keeps nothing.
      const isEmpty =
        method === "report" && this.transcript.every(({ kind }) => kind !== "message");
      throw isEmpty && error.code === "no_such_room" ? new ParleyError("nothing_said") : error;
    });
  }
  setTyping(on: boolean): void {
    this.run((acts, now) => acts.setTyping(on, now));
  }
  rename(name: string): { readonly ok: true } | Refusal {
    return this.run((acts, now) => acts.rename(name, now)) ?? { ok: true };
  }
  leave(): void {
    this.run((acts, now) => acts.leave(now));
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Message, void, void> {
    const { transcript } = this.inner;
    for (let place = this.inner.since; ; ) {
      for (; place < transcript.next; place += 1) {
        const item = transcript.at(place);
        if (item?.kind === "message" && !item.mine) yield item;
      }
      if (this.ended) return;
      await this.#news();
    }
  }

  /** Something was heard, or never will be again. */
  #news(): Promise<void> {
    return new Promise((resolve) => {
      const offs = (["message", "ended"] as const).map((event) =>
        this.on(event, () => {
          for (const off of offs) off();
          resolve();
        }),
      );
    });
  }

  protected run<T>(act: (acts: Acts, now: number) => T): T {
    return this.runtime.run((_, now) => act(this.#acts, now));
  }
  #write(act: (acts: Acts, now: number) => number | Refusal): Sent | Refusal {
    return this.run((acts, now) => {
      const seq = act(acts, now);
      if (typeof seq !== "number") return seq;
      return { ok: true, seq, stored: this.#stored.of(seq), delivered: this.#delivered.of(seq) };
    });
  }

  hear({ name, value }: Signal): void {
    switch (name) {
      case "moved":
        this.#stored.move(value);
        return this.#delivered.move(value);
      case "unchecked":
        this.#files.check();
        return;
      case "chat_ended":
        this.#files.end(value);
        this.#stored.end(value);
        this.#delivered.end(value);
        this.#emitter.emit("state", { kind: "ended" });
        return this.#emitter.emit("ended", value);
      case "state": // what is still done in the background after the end is nobody's business
        if (this.ended !== null) return;
        break;
      case "stored":
        this.#stored.upTo(value.seq);
        break;
      case "delivered":
        this.#delivered.upTo(value.seq);
    }
    this.#emitter.emit(name, value);
  }
}
