// What this tab knows of a room: what was said, applied, sent and confirmed, and who is there. Saves each change
// before it tells it. It neither connects nor sends.
import type { ChatEnd } from "../types.js";
import type {
  JoinResult,
  MemberInfo,
  Notification,
  Presence,
  VersionVector,
} from "../wire/heard.js";
import type { Effects } from "./actions.js";
import { Applied } from "./applied.js";
import { Keeper } from "./keeper.js";
import { Outbox } from "./outbox.js";
import { PartnerView } from "./partner.js";
import type { RoomRecord, StoredRoom } from "./store.js";
import { makeGap, makeMessage, Transcript } from "./transcript.js";

type Entry = Extract<Notification, { method: "entry" }>;

export class Room {
  readonly record: RoomRecord;
  readonly transcript: Transcript;
  readonly outbox: Outbox;
  readonly applied: Applied;
  readonly partner: PartnerView;
  readonly keeper: Keeper;

  constructor(
    { record, cursor, items, outbox }: StoredRoom,
    private readonly effects: Effects,
    /** Both are in it. */
    private readonly onOpened: () => void,
  ) {
    this.record = record;
    this.outbox = new Outbox(cursor.next, cursor.stored, cursor.confirmed, outbox);
    this.applied = new Applied(cursor.applied);
    this.partner = new PartnerView(record.partner, effects);
    this.transcript = new Transcript(effects, ...cursor.items);
    this.transcript.readmit(items, record.seat, this.outbox);
    this.keeper = new Keeper(this, effects);
  }

  // ---- what the user does --------------------------------------------------------------------

  write(text: string, at: number): number {
    const seq = this.outbox.add(text);
    this.keeper.saveText(seq, text);
    this.transcript.add(makeMessage(this.record.seat, seq, text, at, "waiting"));
    this.keeper.saveCursor();
    return seq;
  }

  /** `renaming`: until a node has taken the new name. */
  rename(name: string, renaming: boolean): void {
    Object.assign(this.record, { name, renaming });
    this.keeper.saveRecord();
  }

  end(end: ChatEnd): void {
    this.record.ended = end;
    this.keeper.saveRecord();
    this.effects.signal("chat_ended", end);
  }

  // ---- what the node says --------------------------------------------------------------------

  /** True when something had to be given up, which nobody has been told. */
  joined(node: string, { epoch, accepted, members, grace_ms }: JoinResult, now: number): boolean {
    const before = this.transcript.next;
    this.record.node = node;
    this.#know(epoch);
    this.#yieldTo(accepted);
    for (const member of members) this.#meet(member, grace_ms, now);
    this.stored(accepted);
    for (const { seat, state } of members) this.#see(seat, state);
    this.keeper.saveRecord();
    this.keeper.saveCursor();
    return this.transcript.next > before;
  }

  /** Saved first; then the user sees it, then the receipt may go. A kind from the future is applied unseen. */
  entry({ id, from, seq, kind, body, at }: Entry, now: number): "next" | "doubled" | "hole" {
    this.#know(Number.parseInt(id, 10));
    const order = this.applied.apply(from, seq);
    if (order !== "next") return order;
    const message = makeMessage(from, seq, body, at, "received");
    if (kind === "text") this.transcript.add(message);
    this.keeper.saveCursor();
    this.#see(from, "present");
    this.partner.typing(from, false, now);
    if (kind === "text") this.effects.signal("message", message);
    return order;
  }

  /** The log has all own messages up to `seq`; `at` is when it got that one. */
  stored(seq: number, at?: number): void {
    if (at !== undefined) this.transcript.date(seq, at);
    if (!this.outbox.store(seq)) return;
    this.transcript.mark("stored", this.outbox.stored);
    this.effects.signal("stored", { seq: this.outbox.stored });
  }

  delivered(by: number, applied: VersionVector): void {
    if (by !== this.record.partner.seat) return;
    const { stored } = this.outbox;
    const gone = this.outbox.confirm(applied[this.record.seat] ?? 0);
    if (gone === null) return;
    const { confirmed: seq } = this.outbox;
    this.transcript.mark("delivered", seq);
    this.keeper.saveCursor();
    this.keeper.forgetTexts(gone);
    if (seq > stored) this.effects.signal("stored", { seq });
    this.effects.signal("delivered", { seq });
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
    const { seat, name, state, base, applied, left_ms } = member;
    if (seat !== this.record.partner.seat) return;
    const lost = this.applied.giveUpBelow(seat, base);
    if (lost !== null) this.#gap(seat, lost.first, lost.last);
    this.renamed(seat, name);
    this.partner.presence(seat, state, state === "expected" ? graceMs : left_ms, now);
    this.delivered(seat, applied);
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
    this.keeper.saveTexts();
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
