// One wish from `seek` or `open` to the end of its chat or room: waits, opens it, seeks again by itself when nobody comes.
import type { ConnectionState, WaitEnd } from "../types.js";
import type { RpcError } from "../wire/errors.js";
import { type Action, Effects, type Event } from "./actions.js";
import { Conversation } from "./conversation.js";
import type { RoomOver } from "./route.js";
import { keys, type SessionRecord, type StoredRoom, type WaitRecord } from "./store.js";
import { type Assigned, type Opened, Waiting } from "./waiting.js";
import { Wish } from "./wish.js";

export interface SessionOptions {
  /** Who this tab is; an empty token and attempt 0 at first. */
  readonly session: SessionRecord;
  /** None for a chat restored after it had opened. */
  readonly wish: WaitRecord | null;
  readonly room: StoredRoom | null;
  readonly random: () => number;
  readonly online: boolean;
}

export class Session {
  readonly effects = new Effects();
  readonly waiting: Waiting | null;
  /** From the assignment on; the user sees it when it has opened. */
  conversation: Conversation | null = null;
  waitEnd: WaitEnd | null = null;
  #online: boolean;

  constructor(private readonly options: SessionOptions) {
    const { session, wish, random, online } = options;
    this.#online = online;
    this.waiting =
      wish &&
      new Waiting({
        wish: new Wish(wish, session, this.effects),
        effects: this.effects,
        random,
        online,
        onAssigned: (assigned, now) => this.#assigned(assigned, now),
        onEnded: (end) => this.#endWait(end),
      });
    if (options.room) this.#converse(options.room);
  }

  get state(): ConnectionState {
    if (this.waitEnd !== null) return { kind: "ended" };
    return (this.conversation ?? this.waiting)?.connection.state ?? { kind: "ended" };
  }

  /** Begins a new wish. */
  seek(now: number): void {
    if (this.waitEnd === null) this.waiting?.start(this.options.session.attempt + 1, "", now);
  }

  /** Goes on with what was stored. */
  resume(now: number): void {
    const { session, wish } = this.options;
    if (this.conversation === null) this.waiting?.start(session.attempt, wish?.priority ?? "", now);
    else if (this.conversation.room.record.ended === null) this.conversation.start(now, true);
    else this.conversation.connection.stop();
  }

  cancel(now: number): void {
    if (this.waitEnd !== null || this.conversation?.room.record.opened) return;
    if (this.conversation === null) return this.waiting?.cancel(now);
    this.#forgetRoom();
    this.#endWait({ reason: "cancelled" });
    this.effects.mute(); // leaving takes a while, and the storage is done with it
    this.conversation.acts.leave(now);
  }

  /** The page cannot even ask. */
  refuse(error: "insecure"): void {
    if (this.waitEnd === null) this.#endWait({ reason: "refused", error });
  }

  handle(event: Event, now: number): void {
    if (event.type === "environment" && event.change !== "visible") {
      this.#online = event.change === "online";
    }
    this.waiting?.connection.handle(event, now);
    this.conversation?.handle(event, now);
  }

  deadline(): number {
    const never = Number.POSITIVE_INFINITY;
    return Math.min(
      this.waiting?.connection.deadline() ?? never,
      this.conversation?.deadline() ?? never,
    );
  }

  /** What is to be done, in order. */
  take(now: number): Action[] {
    this.conversation?.pump(now);
    return this.effects.take();
  }

  #assigned(assigned: Assigned | Opened, now: number): void {
    const { room, seat, token, node } = assigned;
    const { name = "", open } = this.options.wish ?? {};
    const pair = "partner" in assigned ? assigned : { interests: [], partner: null };
    const { interests, partner } = pair;
    this.#converse({
      record: {
        ...{ room, seat, token, node, interests, partner, name, title: open?.room },
        ...{ epoch: 0, opened: false, renaming: false, ended: null },
      },
      cursor: { applied: {}, next: 1, stored: 0, confirmed: 0, seen: 0, items: [0, 0] },
      items: [],
      outbox: [],
    });
    if (partner) this.effects.signal("assigned", { room, partner: partner.name, interests });
    if (this.conversation && "claim" in assigned) this.conversation.route.claim = assigned.claim;
    this.conversation?.start(now, false);
  }

  #converse(stored: StoredRoom): void {
    this.conversation = new Conversation({
      stored,
      effects: this.effects,
      random: this.options.random,
      online: this.#online,
      onOpened: () => {
        this.effects.erase(keys.wait);
        this.effects.signal("opened", undefined);
      },
      onNeverOpened: (over, now) => this.#neverOpened(over, now),
    });
  }

  /** The user never saw the room: the wish goes on, unless it is somebody else's now or can't be served. */
  #neverOpened({ reason, priority, error }: RoomOver, now: number): void {
    this.conversation = null;
    if (reason === "replaced") return this.#endWait({ reason });
    this.#forgetRoom();
    if (reason === "broken" || reason === "full") return this.#refuse(error);
    if (this.waiting?.cancelling) return this.#endWait({ reason: "cancelled" });
    if (!this.options.wish?.open) this.effects.signal("no_show", undefined);
    const attempt = this.waiting?.wish.attempt ?? 0;
    this.waiting?.start(attempt + 1, priority ?? "", now);
  }

  #refuse(why: RpcError | undefined): void {
    const error = why?.name ?? "protocol_error";
    this.#endWait({ reason: "refused", error, ...(why?.limit && { limit: why.limit }) });
  }

  #forgetRoom(): void {
    this.effects.erase(keys.room);
    this.effects.erase(keys.cursor);
  }

  #endWait(end: WaitEnd): void {
    this.waitEnd = end;
    if (end.reason !== "replaced") this.effects.erase(keys.wait);
    this.effects.signal("wait_ended", end);
  }
}
