// What this tab knows of a room: what was said, applied, sent and confirmed, and who is there. Saves each change
// before it tells it. It neither connects nor sends.
import type { ChatEnd, MemberChange, Message, MessageStatus, Offset, Partner } from "../types.js";
import type { Entry, JoinResult, MemberInfo, Presence, VersionVector } from "../wire/heard.js";
import type { Content } from "../wire/said.js";
import type { Effects } from "./actions.js";
import { Applied } from "./applied.js";
import { filtered, makeGap, makeLine, makeMessage } from "./items.js";
import { Keeper } from "./keeper.js";
import { Others } from "./others.js";
import { Outbox } from "./outbox.js";
import { Question } from "./question.js";
import type { RoomRecord, StoredRoom } from "./store.js";
import { Transcript } from "./transcript.js";

type PresenceOf = Pick<MemberInfo, "seat" | "state" | "left_ms"> & {
  readonly name?: string | undefined;
};

export class Room {
  readonly record: RoomRecord;
  readonly transcript: Transcript;
  readonly outbox: Outbox;
  readonly applied: Applied;
  readonly others: Others;
  readonly keeper: Keeper;
  /** The transcript's place of what came first after this page. */
  readonly since: number;
  /** The partner's highest seq that was on a visible screen here; 0: not to be told. */
  looked = 0;
  readonly question: Question;

  constructor(
    { record, cursor, items, outbox }: StoredRoom,
    private readonly effects: Effects,
    /** Both are in it; in a named room this client is. */
    private readonly onOpened: () => void,
  ) {
    this.record = record;
    const { next, stored, confirmed, seen } = cursor;
    this.outbox = new Outbox(next, stored, confirmed, seen, outbox);
    this.applied = new Applied(cursor.applied, (seat) => this.others.of(seat)?.state !== "left");
    const { partner, members = [] } = record;
    const known = partner ? [{ ...partner, state: "present" as const }] : members;
    this.others = new Others(known, this.isNamed, effects);
    this.transcript = new Transcript(effects, ...cursor.items);
    this.transcript.readmit(items, record.seat, this.outbox);
    this.since = this.transcript.next;
    this.question = new Question(effects);
    this.keeper = new Keeper(this, effects);
  }

  get isNamed(): boolean {
    return this.record.partner === null;
  }
  /** Of a pair. */
  get partner(): Partner {
    return this.others.of(this.#partnerSeat) as Partner;
  }
  get #partnerSeat(): number {
    return this.record.partner?.seat ?? 0;
  }
  get isOver(): boolean {
    return this.record.ended !== null;
  }

  // ---- what the user does --------------------------------------------------------------------

  write(content: Content, at: number): number {
    const seq = this.outbox.add(content);
    this.keeper.saveContent(seq, content);
    this.#show(this.record.seat, seq, at, "waiting", content);
    this.keeper.saveCursor();
    return seq;
  }

  /** All that was applied is on a visible screen; true when that is news. */
  look(): boolean {
    const seen = this.applied.of(this.#partnerSeat); // in a named room nobody is told
    if (seen <= this.looked) return false;
    this.looked = seen;
    return true;
  }

  /** `renaming`: until a node has taken the new name. */
  rename(name: string, renaming: boolean): void {
    Object.assign(this.record, { name, renaming });
    this.keeper.saveRecord();
  }

  /** The storage is another's from now on. */
  mute(): void {
    this.effects.mute();
  }

  end(end: ChatEnd): void {
    this.record.ended = end;
    this.keeper.saveRecord();
    this.effects.signal("chat_ended", end);
  }

  // ---- what the node says --------------------------------------------------------------------

  get lookedVector(): VersionVector {
    return { [this.#partnerSeat]: this.looked };
  }

  /** True when something had to be given up, which nobody has been told. */
  joined(node: string, join: JoinResult, now: number): boolean {
    const { epoch, accepted, members, filtered = [] } = join;
    this.record.node = node;
    this.#know(epoch);
    this.#yieldTo(accepted);
    this.applied.settle();
    let isLess = false;
    for (const member of members) isLess = this.#meet(member, join, now) || isLess;
    this.stored(accepted);
    if (this.isNamed) this.#settleIn(join, now);
    for (const { seq, body } of filtered) this.filtered(seq, body);
    for (const { seat, state } of members) this.#see(seat, state);
    this.keeper.saveRecord();
    this.keeper.saveCursor();
    return isLess;
  }

  /** Saved first; then the user sees it, then the receipt may go. */
  entry(entry: Entry, now: number): "next" | "doubled" | "hole" {
    const { id, from, seq, at, ref } = entry;
    const reference = ref === undefined ? null : { offsetMs: ref };
    this.#know(Number.parseInt(id, 10));
    const order = this.applied.apply(from, seq);
    if (order === "doubled") this.applied.doubt();
    if (order !== "next") return order;
    const message = this.#show(from, seq, at, "received", entry as Content, reference);
    this.keeper.saveCursor();
    this.#see(from, "present");
    this.others.typing(from, false, now);
    if (message?.seq === seq) this.effects.signal("message", message);
    else if (message !== null) this.effects.signal("changed", { message });
    return order;
  }

  /** Where the transcript has it now; null when it shows nothing: void, or of a kind from the future. */
  #show(
    from: number,
    seq: number,
    at: number,
    status: MessageStatus,
    content: Content,
    reference: Offset | null = null,
  ): Message | null {
    switch (content.kind) {
      case "text":
      case "icebreaker":
      case "image":
      case "file": {
        const message = { ...makeMessage(from, seq, at, status, content), reference };
        this.transcript.add(message);
        return message;
      }
      case "edit":
      case "delete":
        return this.transcript.change(from, seq, content);
      default:
        return null;
    }
  }

  /** The log has all own messages up to `seq`; what it says of that one. */
  stored(
    seq: number,
    { at, body }: Partial<Pick<Entry, "at" | "body">> = {},
    reference: Offset | null = null,
  ): void {
    if (at !== undefined) {
      this.transcript.amend(seq, (was) => (was.seq === seq ? { at, reference } : {}));
    }
    if (body !== undefined) this.filtered(seq, body);
    if (!this.outbox.store(seq)) return;
    this.transcript.mark("stored", this.outbox.stored);
    this.effects.signal("stored", { seq: this.outbox.stored });
  }

  /** The words filter has changed an own message. */
  filtered(seq: number, body: string): void {
    this.#amended(this.transcript.amend(seq, (was) => filtered(was, body)));
  }
  /** The service wants to check it first. */
  hold(seq: number): void {
    this.#amended(this.transcript.amend(seq, () => ({ held: true })));
  }
  #amended(message: Message | null): void {
    if (message !== null) this.effects.signal("changed", { message });
  }

  /** `by` one other; of a named room by all who are present, which nobody signs. */
  delivered(by: number | undefined, applied: VersionVector): void {
    if (by !== this.record.partner?.seat) return;
    const { stored } = this.outbox;
    const gone = this.outbox.confirm(applied[this.record.seat] ?? 0);
    if (gone === null) return;
    const { confirmed: seq } = this.outbox;
    this.transcript.mark("delivered", seq);
    this.keeper.saveCursor();
    this.keeper.forgetContents(gone);
    if (seq > stored) this.effects.signal("stored", { seq });
    this.effects.signal("delivered", { seq });
  }

  /** What somebody has seen they have applied as well. */
  seen(by: number, applied: VersionVector): void {
    this.delivered(by, applied);
    if (by !== this.record.partner?.seat || !this.outbox.see(applied[this.record.seat] ?? 0))
      return;
    const { seen: seq } = this.outbox;
    this.transcript.mark("seen", seq);
    this.keeper.saveCursor();
    this.effects.signal("seen", { seq });
  }

  /** `at`: now, by the services' clock. */
  presence({ seat, state, left_ms, name }: PresenceOf, now: number, at: number): void {
    const change = this.others.presence(seat, state, left_ms, now, name);
    if (change !== null) this.#tellOf(seat, change, at);
    this.#see(seat, state);
  }

  /** The right to sit here, for another day. */
  renewed(token: string): void {
    this.record.token = token;
    this.keeper.saveRecord();
  }

  renamed(seat: number, name: string): void {
    if (!this.others.renamed(seat, name)) return;
    if (!this.isNamed) this.record.partner = { seat, name };
    this.keeper.saveRecord();
  }

  // ---- what follows from it ------------------------------------------------------------------

  #know(epoch: number): void {
    this.record.epoch = Math.max(this.record.epoch, epoch);
  }

  /** True when what it said before is not to be had. */
  #meet(member: MemberInfo, { grace_ms, time }: JoinResult, now: number): boolean {
    const { seat, name, state, base, applied, seen = {}, left_ms } = member;
    if (!this.isNamed && seat !== this.#partnerSeat) return false;
    const isNew = this.isNamed && this.applied.of(seat) === 0; // what it had said before is no loss
    const lost = this.applied.giveUpBelow(seat, base);
    if (lost !== null && !isNew) this.#gap(seat, lost.first, lost.last);
    const left = state === "expected" ? grace_ms : left_ms;
    const change = this.others.presence(seat, state, left, now, name);
    if (change !== null) this.#tellOf(seat, change, time);
    this.renamed(seat, name);
    this.delivered(seat, applied);
    this.seen(seat, seen);
    return lost !== null;
  }

  /** One is in the named room, for the first time or again. */
  #settleIn({ members, delivered, time }: JoinResult, now: number): void {
    const named = new Set(members.map(({ seat }) => seat));
    for (const { seat, state } of this.others.view) {
      if (named.has(seat) || state === "left") continue;
      this.presence({ seat, state: "left", left_ms: 0 }, now, time);
    }
    if (delivered !== undefined) this.delivered(undefined, { [this.record.seat]: delivered });
    this.#open();
  }

  /** A line for who has come or gone while one is there oneself. */
  #tellOf(seat: number, change: MemberChange["change"], at: number): void {
    if (!this.isNamed || !this.record.opened) return;
    this.keeper.saveRecord();
    if (change !== "joined" && change !== "left") return;
    const { name = "" } = this.others.of(seat) ?? {};
    this.transcript.add(makeLine(this.transcript.next, seat, change, name, at));
    this.keeper.saveCursor();
    if (change === "left" && !this.transcript.isBy(seat)) this.others.forget(seat);
  }

  #gap(seat: number, first: number, last: number): void {
    const gap = makeGap(seat, first, last);
    this.transcript.add(gap);
    this.keeper.saveCursor();
    this.effects.signal("gap", gap);
  }

  #yieldTo(accepted: number): void {
    const moved = this.outbox.yieldTo(accepted);
    if (moved === null) return;
    this.transcript.renumber(moved);
    this.keeper.saveContents();
    this.effects.signal("moved", moved);
  }

  /** The partner has been in the room: it is open from now on. */
  #see(seat: number, state: Presence): void {
    if (seat === this.#partnerSeat && state !== "expected") this.#open();
  }
  #open(): void {
    if (this.record.opened || this.isOver) return;
    this.record.opened = true;
    this.keeper.saveRecord();
    this.onOpened();
  }
}
