// What this tab knows of a room: what was said, applied, sent and confirmed, and who is there. Saves each change
// before it tells it. It neither connects nor sends.
import type { ChatEnd, Message, MessageStatus, Offset } from "../types.js";
import type { Entry, JoinResult, MemberInfo, Presence, VersionVector } from "../wire/heard.js";
import type { Content } from "../wire/said.js";
import type { Effects } from "./actions.js";
import { Applied } from "./applied.js";
import { filtered, makeGap, makeMessage } from "./items.js";
import { Keeper } from "./keeper.js";
import { Outbox } from "./outbox.js";
import { PartnerView } from "./partner.js";
import { Question } from "./question.js";
import type { RoomRecord, StoredRoom } from "./store.js";
import { Transcript } from "./transcript.js";

export class Room {
  readonly record: RoomRecord;
  readonly transcript: Transcript;
  readonly outbox: Outbox;
  readonly applied: Applied;
  readonly partner: PartnerView;
  readonly keeper: Keeper;
  /** What the partner had said before this page. */
  readonly since: number;
  /** The partner's highest seq that was on a visible screen here; 0: not to be told. */
  looked = 0;
  readonly question: Question;

  constructor(
    { record, cursor, items, outbox }: StoredRoom,
    private readonly effects: Effects,
    /** Both are in it. */
    private readonly onOpened: () => void,
  ) {
    this.record = record;
    const { next, stored, confirmed, seen } = cursor;
    this.outbox = new Outbox(next, stored, confirmed, seen, outbox);
    this.applied = new Applied(cursor.applied);
    this.since = this.applied.of(record.partner.seat);
    this.partner = new PartnerView(record.partner, effects);
    this.transcript = new Transcript(effects, ...cursor.items);
    this.transcript.readmit(items, record.seat, this.outbox);
    this.question = new Question(effects);
    this.keeper = new Keeper(this, effects);
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
    const seen = this.applied.of(this.record.partner.seat);
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
    return { [this.record.partner.seat]: this.looked };
  }

  /** True when something had to be given up, which nobody has been told. */
  joined(node: string, join: JoinResult, now: number): boolean {
    const { epoch, accepted, members, grace_ms, filtered = [] } = join;
    const before = this.transcript.next;
    this.record.node = node;
    this.#know(epoch);
    this.#yieldTo(accepted);
    for (const member of members) this.#meet(member, grace_ms, now);
    this.stored(accepted);
    for (const { seq, body } of filtered) this.filtered(seq, body);
    for (const { seat, state } of members) this.#see(seat, state);
    this.keeper.saveRecord();
    this.keeper.saveCursor();
    return this.transcript.next > before;
  }

  /** Saved first; then the user sees it, then the receipt may go. */
  entry(entry: Entry, now: number): "next" | "doubled" | "hole" {
    const { id, from, seq, at, ref } = entry;
    const reference = ref === undefined ? null : { offsetMs: ref };
    this.#know(Number.parseInt(id, 10));
    const order = this.applied.apply(from, seq);
    if (order !== "next") return order;
    const message = this.#show(from, seq, at, "received", entry as Content, reference);
    this.keeper.saveCursor();
    this.#see(from, "present");
    this.partner.typing(from, false, now);
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

  delivered(by: number, applied: VersionVector): void {
    if (by !== this.record.partner.seat) return;
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
    if (by !== this.record.partner.seat || !this.outbox.see(applied[this.record.seat] ?? 0)) return;
    const { seen: seq } = this.outbox;
    this.transcript.mark("seen", seq);
    this.keeper.saveCursor();
    this.effects.signal("seen", { seq });
  }

  presence(seat: number, state: Presence, leftMs: number, now: number): void {
    this.partner.presence(seat, state, leftMs, now);
    this.#see(seat, state);
  }

  renamed(seat: number, name: string): void {
    if (!this.partner.renamed(seat, name)) return;
    this.record.partner = { seat, name };
    this.keeper.saveRecord();
  }

  // ---- what follows from it ------------------------------------------------------------------

  #know(epoch: number): void {
    this.record.epoch = Math.max(this.record.epoch, epoch);
  }

  #meet(member: MemberInfo, graceMs: number, now: number): void {
    const { seat, name, state, base, applied, seen = {}, left_ms } = member;
    if (seat !== this.record.partner.seat) return;
    const lost = this.applied.giveUpBelow(seat, base);
    if (lost !== null) this.#gap(seat, lost.first, lost.last);
    this.renamed(seat, name);
    this.partner.presence(seat, state, state === "expected" ? graceMs : left_ms, now);
    this.delivered(seat, applied);
    this.seen(seat, seen);
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
    const { partner, opened, ended } = this.record;
    if (seat !== partner.seat || state === "expected" || opened || ended !== null) return;
    this.record.opened = true;
    this.keeper.saveRecord();
    this.onOpened();
  }
}
