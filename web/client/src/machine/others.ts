// The others in a room as this client sees them: names, presence, typing. Tells each change once.
import type { Member, MemberChange, Partner } from "../types.js";
import type { Presence } from "../wire/heard.js";
import type { Effects } from "./actions.js";

/** An "off" may be lost with a connection; no typing signal is believed for longer. */
const typingExpiry = 6_000;

/** What both a partner and a member are. */
export type Other = Omit<Partner, "state"> & Pick<Member, "state">;
export type Known = Pick<Other, "seat" | "name" | "state">;

const seen = { leftMs: 0, awayUntil: 0, typing: false };

export class Others {
  #all = new Map<number, Other>();
  #view: readonly Other[] | null = null;
  readonly #typingUntil = new Map<number, number>();

  constructor(
    known: readonly Known[],
    /** Of a named room: whoever comes is one of them. */
    private readonly isOpen: boolean,
    private readonly effects: Effects,
  ) {
    for (const each of known) this.#all.set(each.seat, { ...each, ...seen });
  }

  has(seat: number): boolean {
    return this.#all.has(seat);
  }
  of(seat: number): Other | undefined {
    return this.#all.get(seat);
  }
  /** By seat; a new array after each change. */
  get view(): readonly Other[] {
    this.#view ??= [...this.#all.values()].sort((a, b) => a.seat - b.seat);
    return this.#view;
  }
  isAny(state: Other["state"]): boolean {
    return this.view.some((each) => each.state === state);
  }

  /** What has changed, if anything has. */
  presence(
    seat: number,
    presence: Presence,
    leftMs: number,
    now: number,
    name = "",
  ): MemberChange["change"] | null {
    const was = this.#all.get(seat) ?? this.#stranger(seat, name);
    const state = presence === "expected" ? "away" : presence;
    if (!was || (state === was.state && (state !== "away" || this.isOpen))) return null;
    if (state !== "present") this.typing(seat, false, now);
    const left = state === "away" ? leftMs : 0;
    const change = was.state === "left" ? "joined" : state;
    this.#change(seat, change, {
      ...{ state, leftMs: left, awayUntil: state === "away" ? now + left : 0 },
      ...(change === "joined" && { name }),
    });
    return change;
  }

  /** Has gone, and is named nowhere any more. */
  forget(seat: number): void {
    this.#all.delete(seat);
    this.#view = null;
  }

  /** False when it was the name already. */
  renamed(seat: number, name: string): boolean {
    const was = this.#all.get(seat);
    if (!was || name === was.name) return false;
    this.#change(seat, "renamed", { name });
    return true;
  }

  typing(seat: number, on: boolean, now: number): void {
    const was = this.#all.get(seat);
    if (!was) return;
    if (on) this.#typingUntil.set(seat, now + typingExpiry);
    else this.#typingUntil.delete(seat);
    if (on === was.typing) return;
    this.#set(seat, { typing: on });
    this.effects.signal("typing", { seat, on });
  }

  /** Nobody is heard any more. */
  silence(now: number): void {
    for (const seat of this.#typingUntil.keys()) this.typing(seat, false, now);
  }

  deadline(): number {
    return Math.min(...this.#typingUntil.values()); // none: never
  }
  tick(now: number): void {
    for (const [seat, until] of this.#typingUntil) if (now >= until) this.typing(seat, false, now);
  }

  #stranger(seat: number, name: string): Other | null {
    if (!this.isOpen) return null;
    const left = { seat, name, state: "left" as const, ...seen };
    this.#all.set(seat, left);
    this.#view = null;
    return left;
  }
  #set(seat: number, what: Partial<Other>): Other {
    const is = { ...(this.#all.get(seat) as Other), ...what };
    this.#all.set(seat, is);
    this.#view = null;
    return is;
  }
  #change(seat: number, change: MemberChange["change"], what: Partial<Other>): void {
    const is = this.#set(seat, what);
    if (this.isOpen) this.effects.signal("member", { ...is, change });
    else this.effects.signal("partner", { ...is, change } as Partner & { change: "present" });
  }
}
