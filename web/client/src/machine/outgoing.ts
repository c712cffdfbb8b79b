// The sending half of a conversation: what goes over the present connection, and when. It keeps nothing.
import type { RpcError } from "../wire/errors.js";
import type { Call } from "../wire/said.js";
import type { Effects } from "./actions.js";
import { Attachments } from "./attachments.js";
import { Departure } from "./departure.js";
import type { Link } from "./link.js";
import { Receipts } from "./receipts.js";
import type { Room } from "./room.js";
import { TypingSignal } from "./typing.js";
import { SendWindow } from "./window.js";

const never = Number.POSITIVE_INFINITY;
/** Pause after a refusal that names none. */
const usualPause = 1_000;

export class Outgoing {
  readonly receipts = new Receipts(100);
  /** What was seen; told after the receipt, since nobody has seen what they have not applied. */
  readonly sightings = new Receipts(1_000);
  readonly departure = new Departure();
  readonly attachments: Attachments;
  readonly #window = new SendWindow();
  readonly #typing = new TypingSignal();
  /** When to tell the name, and to answer whether this user is still there (again). */
  #nameAt = never;
  #stayAt = never;

  constructor(
    private readonly room: Room,
    private readonly connection: { readonly joined: Link | null },
    private readonly effects: Effects,
  ) {
    this.attachments = new Attachments(room.outbox);
  }

  /** The join was answered: the room has all up to `accepted`. */
  joined(accepted: number, now: number): void {
    this.#typing.cleared();
    this.departure.reconnected();
    this.#window.restart(Math.max(accepted, this.room.outbox.first - 1));
    this.#nameAt = now;
    this.#stayAt = never; // who has not answered is asked again
    this.attachments.joined(accepted);
    this.#check();
  }

  uploaded(id: string, blob: Blob, round: number): void {
    this.attachments.keep(id, blob, round);
    this.#check();
  }
  /** The service may have lost files. */
  doubt(): void {
    this.attachments.doubt();
    this.#check();
  }
  #check(): void {
    if (this.attachments.unchecked) this.effects.signal("unchecked", undefined);
  }

  nameChanged(now: number): void {
    this.#nameAt = now;
  }
  stay(now: number): void {
    this.#stayAt = now;
  }
  written(): void {
    this.#typing.cleared(); // the message itself clears it at the others
  }
  stored(seq: number): void {
    this.#window.stored(seq);
  }

  /** `rejoin`: what the room wants is not in the outbox any more; a join will tell it so. */
  refused(call: Call | null, round: number, error: RpcError, now: number): "rejoin" | null {
    const pause = error.retry_ms ?? usualPause;
    if (call === null) {
      this.room.applied.doubt();
      this.receipts.refused(pause, now);
      if (this.room.looked > 0 && error.name !== "method_not_found")
        this.sightings.refused(pause, now);
    } else if (call.method === "rename") this.#nameAt = now + pause;
    else if (call.method === "stay") this.#stayAt = now + pause;
    else if (call.method === "send") {
      const { seq } = call.params;
      if (error.name !== "gap") {
        const counts = this.#window.refused(seq, pause, round, now);
        if (counts && error.name === "held") this.room.hold(seq);
      } else if ((error.expected ?? 0) < this.room.outbox.first) return "rejoin";
      else this.#window.gap(seq, error.expected ?? seq, round);
    }
    return null;
  }

  typing(on: boolean, now: number): void {
    this.#tellTyping(this.#typing.set(on, now));
  }

  /** Says everything that may be said now. */
  pump(now: number): void {
    const link = this.connection.joined;
    if (link === null) return;
    const { outbox, record, applied } = this.room;
    if (now >= this.#nameAt) {
      this.#nameAt = never;
      if (record.renaming) {
        link.request({ method: "rename", params: { name: record.name } }, now);
      }
    }
    if (now >= this.#stayAt) {
      this.#stayAt = never;
      link.request({ method: "stay", params: {} }, now);
    }
    for (const seq of this.#window.take(this.attachments.last(), now)) {
      const content = outbox.try(seq);
      if (content === undefined) continue; // confirmed meanwhile
      link.request({ method: "send", params: { seq, ...content } }, now, this.#window.round);
    }
    if (this.receipts.due(now)) {
      link.notify({ method: "received", params: { applied: applied.receipt() } });
    }
    if (!this.receipts.owed && this.sightings.due(now)) {
      link.notify({ method: "seen", params: { applied: this.room.lookedVector } });
    }
    if (this.departure.ready(outbox)) link.request({ method: "leave", params: {} }, now);
  }

  deadline(): number {
    const always = Math.min(this.#typing.deadline(), this.departure.deadline());
    if (this.connection.joined === null) return always;
    return Math.min(
      always,
      this.receipts.owed ? this.receipts.deadline() : this.sightings.deadline(),
      this.#window.deadline(this.attachments.last()),
      this.#nameAt,
      this.#stayAt,
    );
  }

  tick(now: number): void {
    if (this.#typing.due(now)) this.#tellTyping(false);
  }

  #tellTyping(on: boolean | null): void {
    if (on !== null) this.connection.joined?.notify({ method: "typing", params: { on } });
  }
}
