// The other member as this client sees them: name, presence, typing. Tells each change once.
import type { Partner, PartnerChange } from "../types.js";
import type { Presence } from "../wire/heard.js";
import type { Effects } from "./actions.js";

/** An "off" may be lost with a connection; no typing signal is believed for longer. */
const typingExpiry = 6_000;

export class PartnerView {
  now: Partner;
  #typingUntil = Number.POSITIVE_INFINITY;

  constructor(
    { seat, name }: { readonly seat: number; readonly name: string },
    private readonly effects: Effects,
  ) {
    this.now = { seat, name, state: "present", leftMs: 0, awayUntil: 0, typing: false };
  }

  presence(seat: number, presence: Presence, leftMs: number, now: number): void {
    if (seat !== this.now.seat) return;
    const state = presence === "present" ? "present" : "away";
    if (state === "present" && this.now.state === "present") return;
    if (state === "away") this.typing(seat, false, now);
    const left = state === "away" ? leftMs : 0;
    this.#change(state, { state, leftMs: left, awayUntil: state === "away" ? now + left : 0 });
  }

  /** False when it was the name already. */
  renamed(seat: number, name: string): boolean {
    if (seat !== this.now.seat || name === this.now.name) return false;
    this.#change("renamed", { name });
    return true;
  }

  typing(seat: number, on: boolean, now: number): void {
    if (seat !== this.now.seat) return;
    this.#typingUntil = on ? now + typingExpiry : Number.POSITIVE_INFINITY;
    if (on === this.now.typing) return;
    this.now = { ...this.now, typing: on };
    this.effects.signal("typing", { seat, on });
  }

  deadline(): number {
    return this.#typingUntil;
  }
  tick(now: number): void {
    if (now >= this.#typingUntil) this.typing(this.now.seat, false, now);
  }

  #change(change: PartnerChange["change"], what: Partial<Partner>): void {
    this.now = { ...this.now, ...what };
    this.effects.signal("partner", { ...this.now, change });
  }
}
