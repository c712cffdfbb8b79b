// A conversation from its assignment to its end: brings together what is known of the room, the connection to it and
// what goes over that.
import * as CloseCode from "../wire/close_codes.js";
import type { RpcError } from "../wire/errors.js";
import type { Entry, Notification, Result } from "../wire/heard.js";
import type { Call } from "../wire/said.js";
import type { Effects, Event } from "./actions.js";
import { Acts } from "./acts.js";
import type { Attachments } from "./attachments.js";
import { Connection } from "./connection.js";
import type { Outlook } from "./healing.js";
import type { Errand } from "./link.js";
import { Outgoing } from "./outgoing.js";
import { Room } from "./room.js";
import { isOfLater, overOf, type RoomOver, Route } from "./route.js";
import type { StoredRoom } from "./store.js";
import type { Tenant } from "./tenant.js";

const putOff: ReadonlySet<string> = new Set(["held", "busy", "log_full"]);

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

export class Conversation implements Tenant<RoomOver> {
  readonly room: Room;
  readonly connection: Connection<RoomOver>;
  readonly acts: Acts;
  readonly route: Route;
  readonly #outgoing: Outgoing;
  /** What the words filter has made of the name whose taking is told next. */
  #taken: string | null = null;
  /** How often the node has put off a message, which it does where it has the room. */
  #signs = 0;

  constructor(private readonly options: ConversationOptions) {
    const { stored, effects, random, online } = options;
    this.room = new Room(stored, effects, options.onOpened);
    this.route = new Route(stored.record.node, random);
    this.connection = new Connection(this.route, this, effects, random, online);
    this.#outgoing = new Outgoing(this.room, this.connection, effects);
    this.acts = new Acts(this.room, this.#outgoing, this.connection.clock);
  }

  start(now: number, again: boolean): void {
    this.room.keeper.saveRecord();
    this.room.keeper.saveCursor();
    this.connection.start("join", now, again);
  }

  handle(event: Event, now: number): void {
    this.connection.handle(event, now);
    if (event.type === "storage") this.room.keeper.onStorage(event.available);
    if (event.type !== "tick") return;
    this.room.others.tick(now);
    if (this.#outgoing.departure.expired(now)) this.connection.stop();
    this.#outgoing.tick(now);
  }

  deadline(): number {
    return Math.min(
      this.connection.deadline(),
      this.room.others.deadline(),
      this.#outgoing.deadline(),
    );
  }

  /** Says everything that may be said now: after all that happens. */
  pump(now: number): void {
    this.#outgoing.pump(now);
  }

  get attachments(): Attachments {
    return this.#outgoing.attachments;
  }

  // ---- the connection's tenant ---------------------------------------------------------------

  callFor(errand: Errand): Call {
    const { record, applied, outbox } = this.room;
    const { token, epoch, opened } = record;
    const { unreachable, claim } = this.route;
    if (errand === "resume") return { method: errand, params: { token, unreachable } };
    const seen = this.room.looked > 0 && { seen: this.room.lookedVector };
    this.#outgoing.sightings.settle(); // what is seen from here on is not in this join
    const known = { applied: applied.told, ...seen, next: outbox.first, epoch, opened };
    return { method: "join", params: { token, ...known, claim } };
  }

  arrived(result: Result, now: number): void {
    if (result.of !== "join") return;
    this.route.joined();
    this.#taken = null;
    this.#outgoing.receipts.settle(); // the join's `applied` was one
    if (this.room.joined(this.route.node, result, now)) {
      this.room.applied.doubt();
      this.#outgoing.receipts.owe();
    }
    this.#outgoing.joined(result.accepted, now);
  }

  disconnected(now: number): void {
    this.room.others.silence(now);
    this.room.question.ask(0); // if it is still open, the next join tells
  }

  heard(message: Notification, now: number): void {
    const { room } = this;
    switch (message.method) {
      case "entry":
        return this.#entry(message, now);
      case "delivered":
        room.delivered(message.by, message.applied);
        return this.attachments.forget();
      case "seen":
        room.seen(message.by, message.applied); // says that they are delivered, too
        return this.attachments.forget();
      case "idle":
        return this.room.question.ask(message.left_ms);
      case "typing":
        return room.others.typing(message.by, message.on, now);
      case "renamed":
        if (message.by === room.record.seat) this.#taken = message.name;
        return room.renamed(message.by, message.name);
      case "presence":
        return room.presence(message, now, now + (this.connection.clock.best?.offsetMs ?? 0));
      case "storage":
        if (message.available) this.#outgoing.doubt();
        return this.options.effects.signal("storage", {
          where: "service",
          available: message.available,
        });
      case "moved":
        return this.connection.move(this.route.moved(message.node), now);
      case "renewed":
        return room.renewed(message.token);
      case "ended":
        return this.over(message, now);
    }
  }

  answered(call: Call, result: Result): void {
    if (call.method === "send" && result.of === "send") {
      const { seq } = call.params;
      this.#outgoing.stored(seq);
      this.room.stored(seq, result, this.connection.reference);
      this.room.keeper.saveCursor();
    } else if (call.method === "rename") {
      this.#renamed(call.params.name);
    } else if (call.method === "leave") this.connection.stop();
  }

  refused(call: Call | null, tag: number, error: RpcError, now: number): void {
    if (call?.method === "send" && putOff.has(error.name)) this.#signs += 1;
    const final = isOfLater(call, error) ? null : overOf(error);
    if (call?.method === "leave") this.connection.stop();
    else if (call?.method === "rename" && final?.reason === "broken") {
      this.room.rename(this.room.record.name, false); // the services do not take it; it stays this client's own
    } else if (call !== null && final !== null) this.over(final, now);
    else if (this.#outgoing.refused(call, tag, error, now)) {
      this.connection.lose(CloseCode.abnormal, now);
    }
  }

  over(over: RoomOver, now: number): void {
    const { reason, by } = over;
    this.connection.stop();
    if (this.room.isOver) return;
    if (reason === "replaced") this.options.effects.mute(); // the storage may be the other tab's by now
    const { opened, seat } = this.room.record;
    if (!opened) return this.options.onNeverOpened(over, now);
    this.room.end({
      reason: reason === "no_show" ? "gone" : reason,
      byMe: (reason === "left" || reason === "idle") && by === seat,
    });
  }

  outlook(): Omit<Outlook, "joined"> {
    const { record, others, outbox, isNamed: crowd } = this.room;
    const { stored, first, confirmed } = outbox;
    const absent = record.opened && !others.isAny("present");
    const alone = crowd && !others.isAny("away");
    const last = this.attachments.last(); // what waits for a file does not wait for the node
    const owed = first <= last && (others.isAny("present") || stored < last);
    return { owed, absent, alone, crowd, progress: stored + confirmed + this.#signs };
  }

  /** The service has taken this name; one that was chosen meanwhile goes its own way. */
  #renamed(told: string): void {
    const name = this.#taken ?? told;
    this.#taken = null;
    if (this.room.record.name !== told) return;
    this.room.rename(name, false);
    if (name !== told) this.options.effects.signal("renamed", { name });
  }

  #entry(entry: Entry, now: number): void {
    const { record, others, isNamed, isOver } = this.room;
    const isOthers = isNamed ? entry.from !== record.seat : others.has(entry.from);
    if (!isOthers || isOver) return;
    if (this.room.entry(entry, now) === "hole")
      return this.connection.lose(CloseCode.abnormal, now);
    this.#outgoing.receipts.owe(); // for a doubled one too: somebody seems not to know
  }
}
