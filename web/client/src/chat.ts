// A chat as the user of the library sees it: a view of a conversation that has opened.
import { Emitter } from "./emitter.js";
import type { Signal, Signals } from "./machine/actions.js";
import type { Conversation } from "./machine/conversation.js";
import type { Runtime } from "./runtime.js";
import { Ticks } from "./ticks.js";
import type { Chat, ChatEnd, ChatEvents, Partner, Refusal, Sent, TranscriptItem } from "./types.js";

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
    return this.runtime.run((_, now) => {
      const seq = this.conversation.say(text, now);
      if (typeof seq !== "number") return seq;
      return { ok: true, seq, stored: this.#stored.of(seq), delivered: this.#delivered.of(seq) };
    });
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
