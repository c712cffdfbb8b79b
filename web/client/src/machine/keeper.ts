// Keeps a conversation in the tab's storage, and knows when the storage does not hold all that it should.
import type { Content } from "../wire/said.js";
import type { Effects } from "./actions.js";
import type { Room } from "./room.js";
import { keys } from "./store.js";

export class Keeper {
  #unsaved = false;
  /** What is being saved just now is everything. */
  #whole = false;

  constructor(
    private readonly kept: Room,
    private readonly effects: Effects,
  ) {}

  saveRecord(): void {
    const { record, isNamed, others } = this.kept;
    if (isNamed)
      record.members = others.view.map(({ seat, name, state }) => ({ seat, name, state }));
    this.effects.save(keys.room, record);
  }

  saveContent(seq: number, content: Content): void {
    this.effects.save(keys.outbox(seq), content);
  }

  forgetContents(seqs: readonly number[]): void {
    for (const seq of seqs) this.effects.erase(keys.outbox(seq));
  }

  /** After every message; while something did not fit, all goes along until it does. */
  saveCursor(): void {
    if (this.#unsaved) this.#saveAll();
    const { outbox, transcript, applied } = this.kept;
    const { next, stored, confirmed, seen } = outbox;
    const items = [transcript.first, transcript.next];
    const ticks = { stored, confirmed, seen };
    this.effects.save(keys.cursor, { applied: applied.vector, next, ...ticks, items });
  }

  /** The transcript makes room for what matters more; only when that is not enough the user is told. */
  onStorage(available: boolean): void {
    const whole = this.#whole;
    this.#whole = false;
    if (available && this.#unsaved && !whole) return this.saveCursor(); // a small thing may fit where the rest does not
    if (!available && this.kept.transcript.shed()) {
      this.#saveAll();
      this.saveCursor();
    } else if (available === this.#unsaved) {
      this.#unsaved = !available;
      this.effects.signal("storage", { where: "tab", available });
    }
  }

  #saveAll(): void {
    this.#whole = true;
    this.saveRecord();
    this.saveContents();
    this.kept.transcript.saveAll();
  }

  saveContents(): void {
    for (const [seq, content] of this.kept.outbox.entries()) this.saveContent(seq, content);
  }
}
