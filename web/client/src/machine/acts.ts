// What the user does in a conversation: taken at once, also while disconnected, or refused by name.
import type { Refusal } from "../types.js";
import { checkName, checkText, wellFormed } from "../wire/limits.js";
import type { Content } from "../wire/said.js";
import type { ClockOffset } from "./clock_offset.js";
import type { Outgoing } from "./outgoing.js";
import type { Room } from "./room.js";

const over: Refusal = { ok: false, error: "ended" };
/** As the protocol has a clock's offset. */
const tenths = (ms: number): number => Math.round(ms * 10) / 10;

export class Acts {
  /** One's own clock goes along with each message. */
  clocks = false;

  constructor(
    private readonly room: Room,
    private readonly outgoing: Outgoing,
    private readonly clock: ClockOffset,
  ) {}

  /** A text, or an edit of the own message `of`. */
  say(raw: string, of: number | undefined, now: number): number | Refusal {
    const body = wellFormed(raw);
    const refusal = checkText(body);
    if (refusal !== null) return this.room.isOver ? over : refusal;
    if (of === undefined) return this.write({ kind: "text", body }, now);
    const { transcript, record } = this.room;
    const isAsItWas = transcript.changeable(record.seat, of, "edit")?.text === body;
    if (isAsItWas && !this.room.isOver) return { ok: false, error: "unchanged" };
    return this.write({ kind: "edit", of, body }, now);
  }

  /** `blob`: the bytes of its file, which the service had in that round of the attachments. */
  write(content: Content, now: number, blob?: Blob, round = 0): number | Refusal {
    const { record, transcript, outbox, isOver } = this.room;
    const { kind, of, file } = content;
    if (isOver) return over;
    if (of !== undefined && transcript.changeable(record.seat, of, kind) === null) {
      return { ok: false, error: "no_such_message" };
    }
    if (outbox.full) return { ok: false, error: "outbox_full" };
    if (file && blob) this.outgoing.uploaded(file.id, blob, round);
    const at = Math.round(now + (this.clock.best?.offsetMs ?? 0));
    this.outgoing.written();
    return this.room.write({ ...content, ...(this.clocks && this.#clockAt(now)) }, at);
  }

  /** None while it is not known how far it is off. */
  #clockAt(now: number): Pick<Content, "clock"> {
    const { best } = this.clock;
    if (best === null) return {};
    const off = { offset_ms: tenths(best.offsetMs), error_ms: tenths(best.errorMs) };
    return { clock: { at: Math.round(now), ...off } };
  }

  seen(): void {
    if (!this.room.isOver && this.room.look()) this.outgoing.sightings.owe();
  }

  stay(now: number): void {
    if (!this.room.question.isOpen) return;
    this.room.question.ask(0);
    this.outgoing.stay(now);
  }

  setTyping(on: boolean, now: number): void {
    if (!this.room.isOver) this.outgoing.typing(on, now);
  }

  rename(raw: string, now: number): Refusal | null {
    const name = wellFormed(raw).trim();
    const refusal = this.room.isOver ? over : checkName(name);
    if (refusal !== null) return refusal;
    this.room.rename(name, true);
    this.outgoing.nameChanged(now);
    return null;
  }

  /** Over for the user at once; the node is told as soon as it has all that was written, for a while. */
  leave(now: number): void {
    if (this.room.isOver) return;
    this.room.end({ reason: "left", byMe: true });
    this.room.mute();
    this.outgoing.departure.begin(now);
  }
}
