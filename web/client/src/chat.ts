// A chat as the user of the library sees it: a view of a conversation that has opened.
import { ask } from "./ask.js";
import { Emitter } from "./emitter.js";
import type { Signal, Signals } from "./machine/actions.js";
import type { Conversation } from "./machine/conversation.js";
import type { Runtime } from "./runtime.js";
import { Ticks } from "./ticks.js";
import type {
  Chat,
  ChatEnd,
  ChatEvents,
  Message,
  Partner,
  Refusal,
  Report,
  Sent,
  TranscriptItem,
} from "./types.js";
import { isQuestion, wellFormed } from "./wire/limits.js";

export class ChatView implements Chat {
  readonly on: Chat["on"];
  readonly #emitter = new Emitter<Signals & ChatEvents>();
  readonly #stored = new Ticks();
  readonly #delivered = new Ticks();
  constructor(
    private readonly runtime: Runtime,
    private readonly conversation: Conversation,
  ) {
    this.on = this.#emitter.on.bind(this.#emitter) as Chat["on"];
  }

  get room(): string {
    return this.conversation.room.record.room;
  }
  get seat(): number {
    return this.conversation.room.record.seat;
  }
  get interests(): readonly string[] {
    return this.conversation.room.record.interests;
  }
  get name(): string {
    return this.conversation.room.record.name;
  }
  get partner(): Partner {
    return this.conversation.room.partner.now;
  }
  get state() {
    return this.ended === null ? this.conversation.connection.state : ({ kind: "ended" } as const);
  }
  get ended(): ChatEnd | null {
    return this.conversation.room.record.ended;
  }
  get transcript(): readonly TranscriptItem[] {
    return this.conversation.room.transcript.view;
  }
  get unconfirmed(): number {
    return this.conversation.room.outbox.size;
  }
  get clockOffset(): Chat["clockOffset"] {
    return this.conversation.connection.clock.best;
  }

  send(text: string): Sent | Refusal {
    return this.#write((now) => this.conversation.say(text, undefined, now));
  }
  edit(seq: number, text: string): Sent | Refusal {
    return this.#write((now) => this.conversation.say(text, seq, now));
  }
  remove(seq: number): Sent | Refusal {
    return this.#write((now) => this.conversation.write({ kind: "delete", of: seq }, now));
  }
  icebreaker(question: string): Sent | Refusal {
    if (!isQuestion(question)) return { ok: false, error: "invalid" };
    return this.#write((now) =>
      this.conversation.write({ kind: "icebreaker", body: question }, now),
    );
  }
  seen(): void {
    this.runtime.run((_, now) => this.conversation.seen(now));
  }
  stay(): void {
    this.runtime.run((_, now) => this.conversation.stay(now));
  }
  report({ reason, words }: Report): Promise<void> {
    const { token } = this.conversation;
    const params = { token, reason, ...(words && { words: wellFormed(words) }) };
    return ask(this.runtime.surroundings, { method: "report", params });
  }
  block(): Promise<void> {
    const { token } = this.conversation;
    return ask(this.runtime.surroundings, { method: "block", params: { token } });
  }
  setTyping(on: boolean): void {
    this.runtime.run((_, now) => this.conversation.setTyping(on, now));
  }
  rename(name: string): { readonly ok: true } | Refusal {
    return this.runtime.run((_, now) => this.conversation.rename(name, now)) ?? { ok: true };
  }
  leave(): void {
    this.runtime.run((_, now) => this.conversation.leave(now));
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Message, void, void> {
    for (let seq = this.conversation.room.since; ; ) {
      const next = this.transcript.find(
        (item) => item.kind === "message" && !item.mine && item.seq > seq,
      ) as Message | undefined;
      if (next) {
        seq = next.seq;
        yield next;
      } else if (this.ended) return;
      else await this.#news();
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

  #write(act: (now: number) => number | Refusal): Sent | Refusal {
    return this.runtime.run((_, now) => {
      const seq = act(now);
      if (typeof seq !== "number") return seq;
      return { ok: true, seq, stored: this.#stored.of(seq), delivered: this.#delivered.of(seq) };
    });
  }

  hear({ name, value }: Signal): void {
    switch (name) {
      case "moved":
        this.#stored.move(value);
        return this.#delivered.move(value);
      case "chat_ended":
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
