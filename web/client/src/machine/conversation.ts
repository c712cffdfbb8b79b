// A conversation from its assignment to its end: brings together what is known of the room, the connection to it and
// what goes over that.
import type { Refusal } from "../types.js";
import type { RpcError } from "../wire/errors.js";
import type { Entry, JoinResult, Notification, Result } from "../wire/heard.js";
import { checkName, checkText, wellFormed } from "../wire/limits.js";
import type { Call, Content } from "../wire/said.js";
import type { Effects, Event } from "./actions.js";
import { Connection } from "./connection.js";
import type { Outlook } from "./healing.js";
import { Outgoing } from "./outgoing.js";
import { Room } from "./room.js";
import { isOfLater, overOf, type RoomOver, Route } from "./route.js";
import type { StoredRoom } from "./store.js";
import type { Tenant } from "./tenant.js";

export interface ConversationOptions {
  readonly stored: StoredRoom;
  readonly effects: Effects;
  readonly random: () => number;
  readonly online: boolean;
  /** Both are in the room. */
  readonly onOpened: () => void;
  /** The room is over before it opened. */
  readonly onNeverOpened: (over: RoomOver, now: number) => void;
}

const over: Refusal = { ok: false, error: "ended" };

export class Conversation implements Tenant {
  readonly room: Room;
  readonly connection: Connection;
  readonly #outgoing: Outgoing;
  /** The user was asked whether they are still there. */
  #asked = false;

  constructor(private readonly options: ConversationOptions) {
    const { stored, effects, random, online } = options;
    this.room = new Room(stored, effects, options.onOpened);
    this.connection = new Connection(
      new Route(stored.record.node, random),
      this,
      effects,
      random,
      online,
    );
    this.#outgoing = new Outgoing(this.room, this.connection);
  }

  get #ended(): boolean {
    return this.room.record.ended !== null;
  }

  start(now: number, again: boolean): void {
    this.room.keeper.saveRecord();
    this.room.keeper.saveCursor();
    this.connection.start(now, again);
  }

  handle(event: Event, now: number): void {
    this.connection.handle(event, now);
    if (event.type === "storage") this.room.keeper.onStorage(event.available);
    if (event.type !== "tick") return;
    this.room.partner.tick(now);
    if (this.#outgoing.departure.expired(now)) this.connection.stop();
    this.#outgoing.tick(now);
  }

  deadline(): number {
    return Math.min(
      this.connection.deadline(),
      this.room.partner.deadline(),
      this.#outgoing.deadline(),
    );
  }

  // ---- acts of the user ----------------------------------------------------------------------

  /** A text, or an edit of the own message `of`. */
  say(raw: string, of: number | undefined, now: number): number | Refusal {
    const body = wellFormed(raw);
    const refusal = checkText(body);
    if (refusal !== null) return this.#ended ? over : refusal;
    return this.write(of === undefined ? { kind: "text", body } : { kind: "edit", of, body }, now);
  }

  write(content: Content, now: number): number | Refusal {
    const { record, transcript, outbox } = this.room;
    const { kind, of } = content;
    if (this.#ended) return over;
    if (of !== undefined && transcript.changeable(record.seat, of, kind) === null) {
      return { ok: false, error: "no_such_message" };
    }
    if (outbox.full) return { ok: false, error: "outbox_full" };
    const at = Math.round(now + (this.connection.clock.best?.offsetMs ?? 0));
    const seq = this.room.write(content, at);
    this.#outgoing.written();
    this.#outgoing.pump(now);
    return seq;
  }

  seen(now: number): void {
    if (this.#ended || !this.room.look()) return;
    this.#outgoing.sightings.owe();
    this.#outgoing.pump(now);
  }

  stay(now: number): void {
    if (!this.#asked) return;
    this.#ask(0);
    this.#outgoing.stay(now);
    this.#outgoing.pump(now);
  }

  setTyping(on: boolean, now: number): void {
    if (!this.#ended) this.#outgoing.typing(on, now);
  }

  rename(raw: string, now: number): Refusal | null {
    const name = wellFormed(raw).trim();
    const refusal = this.#ended ? over : checkName(name);
    if (refusal !== null) return refusal;
    this.room.rename(name, true);
    this.#outgoing.nameChanged(now);
    this.#outgoing.pump(now);
    return null;
  }

  /** Over for the user at once; the node is told as soon as it has all that was written, for a while. */
  leave(now: number): void {
    if (this.#ended) return;
    this.room.end({ reason: "left", byMe: true });
    this.options.effects.mute();
    this.#outgoing.departure.begin(now);
    this.#outgoing.pump(now);
  }

  // ---- the connection's tenant ---------------------------------------------------------------

  get token(): string {
    return this.room.record.token;
  }

  joinCall(claim: boolean): Call {
    const { record, applied, outbox } = this.room;
    const { token, epoch, opened } = record;
    const seen = this.room.looked > 0 && { seen: this.room.lookedVector };
    this.#outgoing.sightings.settle(); // what is seen from here on is not in this join
    const known = { applied: applied.vector, ...seen, next: outbox.first, epoch, opened };
    return { method: "join", params: { token, ...known, claim } };
  }

  joined(result: JoinResult, now: number): void {
    this.#outgoing.receipts.settle(); // the join's `applied` was one
    if (this.room.joined(this.connection.route.node, result, now)) this.#outgoing.receipts.owe();
    this.#outgoing.joined(result.accepted, now);
    this.#outgoing.pump(now);
  }

  disconnected(now: number): void {
    const { partner } = this.room;
    partner.typing(partner.now.seat, false, now);
    this.#ask(0); // if it is still open, the next join tells
  }

  heard(message: Notification, now: number): void {
    const { room } = this;
    switch (message.method) {
      case "entry":
        return this.#entry(message, now);
      case "delivered":
        return room.delivered(message.by, message.applied);
      case "seen":
        return room.seen(message.by, message.applied);
      case "idle":
        return this.#ask(message.left_ms);
      case "typing":
        return room.partner.typing(message.by, message.on, now);
      case "renamed":
        return room.renamed(message.by, message.name);
      case "presence":
        return room.presence(message.seat, message.state, message.left_ms, now);
      case "storage":
        return this.options.effects.signal("storage", {
          where: "service",
          available: message.available,
        });
      case "ended":
        return this.over(message, now);
    }
  }

  answered(call: Call, result: Result, now: number): void {
    const { room } = this;
    if (call.method === "send" && result.of === "send") {
      const { seq } = call.params;
      this.#outgoing.stored(seq);
      room.stored(seq, result.at);
      room.keeper.saveCursor();
      this.#outgoing.pump(now);
    } else if (call.method === "rename") {
      room.rename(room.record.name, room.record.name !== call.params.name);
    } else if (call.method === "leave") this.connection.stop();
  }

  refused(call: Call | null, tag: number, error: RpcError, now: number): void {
    const final = isOfLater(call, error) ? null : overOf(error);
    if (call?.method === "leave") this.connection.stop();
    else if (call?.method === "rename" && final?.reason === "broken") {
      this.room.rename(this.room.record.name, false); // the services do not take it; it stays this client's own
    } else if (call !== null && final !== null) this.over(final, now);
    else if (this.#outgoing.refused(call, tag, error, now)) this.connection.rejoin(now);
    else this.#outgoing.pump(now);
  }

  over({ reason, by, priority }: RoomOver, now: number): void {
    this.connection.stop();
    if (this.#ended) return;
    if (reason === "replaced") this.options.effects.mute(); // the storage may be the other tab's by now
    const { opened, seat } = this.room.record;
    if (!opened) return this.options.onNeverOpened({ reason, ...(priority && { priority }) }, now);
    this.room.end({
      reason: reason === "no_show" ? "gone" : reason,
      byMe: (reason === "left" || reason === "idle") && by === seat,
    });
  }

  outlook(): Omit<Outlook, "joined"> {
    const { record, partner, outbox } = this.room;
    const { stored, last, size, confirmed } = outbox;
    const absent = record.opened && partner.now.state !== "present";
    return { owed: size > 0 && (!absent || stored < last), absent, progress: stored + confirmed };
  }

  #ask(leftMs: number): void {
    const asked = leftMs > 0;
    if (asked || this.#asked) this.options.effects.signal("idle", { leftMs });
    this.#asked = asked;
  }

  #entry(entry: Entry, now: number): void {
    if (entry.from !== this.room.record.partner.seat || this.#ended) return;
    if (this.room.entry(entry, now) === "hole") return this.connection.rejoin(now);
    this.#outgoing.receipts.owe(); // for a doubled one too: somebody seems not to know
    this.#outgoing.pump(now);
  }
}
