// What is said in a room: keeps outbox, applied and transcript, and saves each change before its effect is visible.
import type { ChatEnd, Partner, Refusal } from "../types.js";
import type { RpcError } from "../wire/errors.js";
import { checkName, checkText, wellFormed } from "../wire/limits.js";
import type { Call, JoinResult, MemberInfo, Notification, Result } from "../wire/messages.js";
import type { Effects, Event } from "./actions.js";
import { Applied } from "./applied.js";
import { Connection, type Tenant } from "./connection.js";
import type { Outlook } from "./healing.js";
import { Keeper, type Kept } from "./keeper.js";
import type { Link } from "./link.js";
import { Outbox } from "./outbox.js";
import { Outgoing, type Speech } from "./outgoing.js";
import { PartnerView } from "./partner.js";
import { overOf, type RoomOver, Route } from "./route.js";
import type { RoomRecord, StoredRoom } from "./store.js";
import { makeGap, makeMessage, Transcript } from "./transcript.js";

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

type Entry = Extract<Notification, { method: "entry" }>;

export class Conversation implements Tenant, Speech, Kept {
  readonly record: RoomRecord;
  readonly transcript: Transcript;
  readonly outbox: Outbox;
  readonly connection: Connection;
  readonly #applied: Applied;
  readonly #partner: PartnerView;
  readonly #outgoing: Outgoing;
  readonly #effects: Effects;
  readonly #keeper: Keeper;

  constructor(private readonly options: ConversationOptions) {
    const { record, cursor, items, outbox } = options.stored;
    this.#effects = options.effects;
    this.record = record;
    this.outbox = new Outbox(cursor.next, cursor.stored, cursor.confirmed, outbox);
    this.#applied = new Applied(cursor.applied);
    this.#partner = new PartnerView(record.partner, this.#effects);
    this.transcript = new Transcript(this.#effects, ...cursor.items);
    this.transcript.readmit(items, record.seat, this.outbox);
    this.#keeper = new Keeper(this, this.#effects);
    this.#outgoing = new Outgoing(this);
    const route = new Route(record.node, options.random);
    this.connection = new Connection(route, this, this.#effects, options.random, options.online);
  }

  get token(): string {
    return this.record.token;
  }
  get link(): Link | null {
    return this.connection.joined;
  }
  get applied() {
    return this.#applied.vector;
  }
  get newName(): string | null {
    return this.record.renaming ? this.record.name : null;
  }
  get partner(): Partner {
    return this.#partner.now;
  }
  get ended(): ChatEnd | null {
    return this.record.ended;
  }

  start(now: number): void {
    this.#keeper.saveRecord();
    this.#keeper.saveCursor();
    this.connection.start(now);
  }

  handle(event: Event, now: number): void {
    this.connection.handle(event, now);
    if (event.type === "storage") this.#keeper.onStorage(event.available);
    if (event.type !== "tick") return;
    this.#partner.tick(now);
    if (this.#outgoing.departure.expired(now)) this.connection.stop(now);
    this.#outgoing.tick(now);
  }

  deadline(): number {
    return Math.min(
      this.connection.deadline(),
      this.#partner.deadline(),
      this.#outgoing.deadline(),
      this.#outgoing.departure.deadline(),
    );
  }

  // ---- acts of the user ----------------------------------------------------------------------

  say(raw: string, now: number): number | Refusal {
    const text = wellFormed(raw);
    const refusal = this.ended ? ({ ok: false, error: "ended" } as const) : checkText(text);
    if (refusal !== null) return refusal;
    if (this.outbox.full) return { ok: false, error: "outbox_full" };
    const seq = this.outbox.add(text);
    const at = Math.round(now + (this.connection.clock.best?.offsetMs ?? 0));
    this.#keeper.saveText(seq, text);
    this.transcript.add(makeMessage(this.record.seat, seq, text, at, "waiting"));
    this.#keeper.saveCursor();
    this.#outgoing.written();
    this.#outgoing.pump(now);
    return seq;
  }

  setTyping(on: boolean, now: number): void {
    if (this.ended === null) this.#outgoing.typing(on, now);
  }

  rename(raw: string, now: number): Refusal | null {
    const name = wellFormed(raw).trim();
    const refusal = this.ended ? ({ ok: false, error: "ended" } as const) : checkName(name);
    if (refusal !== null) return refusal;
    this.record.name = name;
    this.record.renaming = true;
    this.#keeper.saveRecord();
    this.#outgoing.nameChanged(now);
    this.#outgoing.pump(now);
    return null;
  }

  /** Over for the user at once; the node is told as soon as it has all that was written, for a while. */
  leave(now: number): void {
    if (this.ended !== null) return;
    this.#end({ reason: "left", byMe: true });
    this.#effects.mute();
    this.#outgoing.departure.begin(now);
    this.#outgoing.pump(now);
  }

  // ---- the connection's tenant ---------------------------------------------------------------

  joinCall(claim: boolean): Call {
    const { token, epoch, opened } = this.record;
    const { applied } = this;
    const params = { token, applied, next: this.outbox.first, epoch, opened, claim };
    return { method: "join", params };
  }

  joined(result: JoinResult, now: number): void {
    this.#outgoing.receipts.settle();
    this.record.epoch = Math.max(this.record.epoch, result.epoch);
    this.record.node = this.connection.route.node;
    this.outbox.skipTo(result.accepted);
    for (const member of result.members) this.#meet(member, result.graceMs, now);
    this.#onStored(result.accepted);
    this.#open(result.members.some(({ seat, state }) => this.#isHere(seat, state)));
    this.#keeper.saveRecord();
    this.#keeper.saveCursor();
    this.#outgoing.joined(result.accepted, now);
    this.#outgoing.pump(now);
  }

  disconnected(now: number): void {
    this.#partner.typing(this.partner.seat, false, now);
  }

  heard(message: Notification, now: number): void {
    switch (message.method) {
      case "entry":
        return this.#onEntry(message, now);
      case "delivered":
        return this.#onDelivered(message.by, message.applied);
      case "typing":
        return this.#partner.typing(message.by, message.on, now);
      case "renamed":
        return this.#renamed(message.by, message.name);
      case "presence":
        this.#partner.presence(message.seat, message.state, message.leftMs, now);
        return this.#open(this.#isHere(message.seat, message.state));
      case "storage":
        return this.#effects.signal("storage", { where: "service", available: message.available });
      case "ended":
        return this.over(message, now);
    }
  }

  answered(call: Call, result: Result, now: number): void {
    if (call.method === "send" && result.of === "send") {
      const { seq } = call.params;
      if (result.at !== undefined) this.transcript.date(seq, result.at);
      this.#outgoing.stored(seq);
      this.#onStored(seq);
      this.#keeper.saveCursor();
      this.#outgoing.pump(now);
    } else if (call.method === "rename") {
      this.record.renaming = this.record.name !== call.params.name;
      this.#keeper.saveRecord();
    } else if (call.method === "leave") this.connection.stop(now);
  }

  refused(call: Call | null, tag: number, error: RpcError, now: number): void {
    const final = error.name === "too_long" ? ({ reason: "broken" } as const) : overOf(error);
    if (call?.method === "leave") this.connection.stop(now);
    else if (call?.method === "rename" && final?.reason === "broken") this.#forgetName();
    else if (call !== null && final !== null) this.over(final, now);
    else if (this.#outgoing.refused(call, tag, error, now)) this.connection.rejoin(now);
    else this.#outgoing.pump(now);
  }

  over({ reason, by, priority }: RoomOver, now: number): void {
    this.connection.stop(now);
    if (this.ended !== null) return;
    if (reason === "replaced") this.#effects.mute(); // the storage may be the other tab's by now
    if (!this.record.opened) {
      const over: RoomOver = priority === undefined ? { reason } : { reason, priority };
      return this.options.onNeverOpened(over, now);
    }
    this.#end({
      reason: reason === "no_show" ? "gone" : reason,
      byMe: reason === "left" && by === this.record.seat,
    });
  }

  outlook(): Omit<Outlook, "joined"> {
    const { stored, last, size, confirmed } = this.outbox;
    const absent = this.record.opened && this.partner.state !== "present";
    return { owed: size > 0 && (!absent || stored < last), absent, progress: stored + confirmed };
  }

  // ---- what is heard -------------------------------------------------------------------------

  #isHere(seat: number, state: MemberInfo["state"]): boolean {
    return seat === this.partner.seat && state !== "expected";
  }

  #meet(
    { seat, name, state, base, applied, ...member }: MemberInfo,
    graceMs: number,
    now: number,
  ): void {
    if (seat !== this.partner.seat) return;
    const lost = this.#applied.giveUpBelow(seat, base);
    if (lost !== null) this.#onGap(seat, lost.first, lost.last);
    this.#renamed(seat, name);
    this.#partner.presence(seat, state, state === "expected" ? graceMs : member.leftMs, now);
    this.#onDelivered(seat, applied);
  }

  #onGap(seat: number, first: number, last: number): void {
    const gap = makeGap(seat, first, last);
    this.transcript.add(gap);
    this.#outgoing.receipts.owe();
    this.#keeper.saveCursor();
    this.#effects.signal("gap", gap);
  }

  #onEntry(entry: Entry, now: number): void {
    const { id, from, seq } = entry;
    if (from !== this.partner.seat || this.ended !== null) return;
    this.record.epoch = Math.max(this.record.epoch, Number.parseInt(id, 10));
    const order = this.#applied.apply(from, seq);
    if (order === "hole") return this.connection.rejoin(now);
    if (order === "next") this.#admit(entry, now);
    this.#outgoing.receipts.owe(); // for a doubled one too: somebody seems not to know
    this.#outgoing.pump(now);
  }

  /** Saved first; then the user sees it, then the receipt goes. A kind from the future is applied unseen. */
  #admit({ from, seq, kind, body, at }: Entry, now: number): void {
    const message = makeMessage(from, seq, body, at, "received");
    if (kind === "text") this.transcript.add(message);
    this.#keeper.saveCursor();
    this.#open(true);
    this.#partner.typing(from, false, now);
    if (kind === "text") this.#effects.signal("message", message);
  }

  #onDelivered(by: number, applied: Readonly<Record<string, number>>): void {
    if (by !== this.partner.seat) return;
    const before = this.outbox.confirmed;
    const gone = this.outbox.confirm(applied[this.record.seat] ?? 0);
    const { confirmed } = this.outbox;
    if (confirmed === before) return;
    this.transcript.mark("delivered", confirmed);
    this.#keeper.saveCursor();
    this.#keeper.forgetTexts(gone);
    this.#effects.signal("stored", { seq: confirmed });
    this.#effects.signal("delivered", { seq: confirmed });
  }

  #onStored(seq: number): void {
    if (!this.outbox.store(seq)) return;
    this.transcript.mark("stored", this.outbox.stored);
    this.#effects.signal("stored", { seq: this.outbox.stored });
  }

  #renamed(seat: number, name: string): void {
    if (!this.#partner.renamed(seat, name)) return;
    this.record.partner = { seat, name };
    this.#keeper.saveRecord();
  }

  /** The services do not take the new name; it stays this client's own. */
  #forgetName(): void {
    this.record.renaming = false;
    this.#keeper.saveRecord();
  }

  #open(isOpen: boolean): void {
    if (!isOpen || this.record.opened || this.ended !== null) return;
    this.record.opened = true;
    this.#keeper.saveRecord();
    this.options.onOpened();
  }

  #end(end: ChatEnd): void {
    this.record.ended = end;
    this.#keeper.saveRecord();
    this.#effects.signal("chat_ended", end);
  }
}
