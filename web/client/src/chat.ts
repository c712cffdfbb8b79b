// A chat as the user of the library sees it: a view of a conversation that has opened.
import { Emitter } from "./emitter.js";
import type { Signal } from "./machine/actions.js";
import type { Conversation } from "./machine/conversation.js";
import type { Runtime } from "./runtime.js";
import { Ticks } from "./ticks.js";
import type { Chat, ChatEnd, ChatEvents, Partner, Refusal, Sent, TranscriptItem } from "./types.js";

export class ChatView implements Chat {
  readonly on: Chat["on"];
  readonly #emitter = new Emitter<ChatEvents>();
  readonly #stored = new Ticks();
  readonly #delivered = new Ticks();

  constructor(
    private readonly runtime: Runtime,
    private readonly conversation: Conversation,
  ) {
    this.on = this.#emitter.on.bind(this.#emitter) as Chat["on"];
  }

  get room(): string {
    return this.conversation.record.room;
  }
  get seat(): number {
    return this.conversation.record.seat;
  }
  get interests(): readonly string[] {
    return this.conversation.record.interests;
  }
  get name(): string {
    return this.conversation.record.name;
  }
  get partner(): Partner {
    return this.conversation.partner;
  }
  get state() {
    return this.ended === null ? this.conversation.connection.state : ({ kind: "ended" } as const);
  }
  get ended(): ChatEnd | null {
    return this.conversation.ended;
  }
  get transcript(): readonly TranscriptItem[] {
    return this.conversation.transcript.view;
  }
  get unconfirmed(): number {
    return this.conversation.outbox.size;
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

  hear(signal: Signal): void {
    switch (signal.name) {
      case "stored":
        this.#stored.upTo(signal.value.seq);
        return this.#emitter.emit("stored", signal.value);
      case "delivered":
        this.#delivered.upTo(signal.value.seq);
        return this.#emitter.emit("delivered", signal.value);
      case "chat_ended":
        this.#stored.end(signal.value);
        this.#delivered.end(signal.value);
        this.#emitter.emit("state", { kind: "ended" });
        return this.#emitter.emit("ended", signal.value);
      case "state": // what is still done in the background after the end is nobody's business
        if (this.ended !== null || signal.value.kind === "ended") return;
        return this.#emitter.emit("state", signal.value);
      case "message":
      case "typing":
      case "partner":
      case "gap":
      case "storage":
        return this.#emitter.emit(signal.name, signal.value);
    }
  }
}
