// The sending half of a conversation: what goes over the present connection, and when. It keeps nothing.
import type { RpcError } from "../wire/errors.js";
import type { Call, VersionVector } from "../wire/messages.js";
import { Departure } from "./departure.js";
import type { Link } from "./link.js";
import type { Outbox } from "./outbox.js";
import { Receipts } from "./receipts.js";
import { TypingSignal } from "./typing.js";
import { SendWindow } from "./window.js";

/** What is to be said; owned by the conversation. */
export interface Speech {
  readonly outbox: Outbox;
  /** The joined connection, null while there is none. */
  readonly link: Link | null;
  readonly applied: VersionVector;
  /** A new name that no node has confirmed yet. */
  readonly newName: string | null;
}

const never = Number.POSITIVE_INFINITY;
/** Pause after a refusal that names none. */
const usualPause = 1_000;

export class Outgoing {
  readonly receipts = new Receipts();
  readonly departure = new Departure();
  readonly #window = new SendWindow();
  readonly #typing = new TypingSignal();
  /** When to tell the name (again). */
  #nameAt = never;

  constructor(private readonly speech: Speech) {}

  /** The join was answered: its `applied` was a receipt, and the room has all up to `accepted`. */
  joined(accepted: number, now: number): void {
    this.#typing.cleared();
    this.departure.reconnected();
    this.#window.restart(Math.max(accepted, this.speech.outbox.first - 1));
    this.#nameAt = now;
  }

  nameChanged(now: number): void {
    this.#nameAt = now;
  }
  written(): void {
    this.#typing.cleared(); // the message itself clears it at the others
  }
  stored(seq: number): void {
    this.#window.stored(seq);
  }

  /** `rejoin`: what the room wants is not in the outbox any more; a join will tell it so. */
  refused(call: Call | null, round: number, error: RpcError, now: number): "rejoin" | null {
    const pause = error.retryMs ?? usualPause;
    if (call === null) this.receipts.refused(pause, now);
    else if (call.method === "rename") this.#nameAt = now + pause;
    else if (call.method === "send") {
      const { seq } = call.params;
      if (error.name !== "gap") this.#window.refused(seq, pause, round, now);
      else if ((error.expected ?? 0) < this.speech.outbox.first) return "rejoin";
      else this.#window.gap(error.expected ?? seq, round);
    }
    return null;
  }

  typing(on: boolean, now: number): void {
    this.#tellTyping(this.#typing.set(on, now));
  }

  /** Says everything that may be said now. */
  pump(now: number): void {
    const { link, outbox, newName } = this.speech;
    if (link === null) return;
    if (now >= this.#nameAt) {
      this.#nameAt = never;
      if (newName !== null) link.request({ method: "rename", params: { name: newName } }, now);
    }
    for (const seq of this.#window.take(outbox.last, now)) {
      const body = outbox.text(seq);
      if (body === undefined) continue; // confirmed meanwhile
      link.request(
        { method: "send", params: { seq, kind: "text", body } },
        now,
        this.#window.round,
      );
    }
    if (this.receipts.due(now)) {
      link.notify({ method: "received", params: { applied: this.speech.applied } });
    }
    if (this.departure.ready(outbox)) link.request({ method: "leave", params: {} }, now);
  }

  deadline(): number {
    if (this.speech.link === null) return this.#typing.deadline();
    return Math.min(
      this.#typing.deadline(),
      this.receipts.deadline(),
      this.#window.deadline(this.speech.outbox.last),
      this.#nameAt,
    );
  }

  tick(now: number): void {
    if (this.#typing.due(now)) this.#tellTyping(false);
    this.pump(now);
  }

  #tellTyping(on: boolean | null): void {
    if (on !== null) this.speech.link?.notify({ method: "typing", params: { on } });
  }
}
