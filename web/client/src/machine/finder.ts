// Asks a matchmaker where a room is now, on a connection of its own that lives for one answer.
import type { Effects, Event } from "./actions.js";
import { type Heard, Link } from "./link.js";

const timeout = 5_000;
const never = Number.POSITIVE_INFINITY;

/** `lost`: there is no connection to the room. `rejoin`, `verify`: there is one, and it is in doubt. */
export type Why = "lost" | "rejoin" | "verify";

/** Null: no matchmaker has answered. */
export type Finding = Extract<Heard, { type: "result" | "error" }> | null;

export class Finder {
  why: Why = "lost";
  #link: Link | null = null;
  #limit = never;

  constructor(private readonly effects: Effects) {}

  get busy(): boolean {
    return this.#link !== null;
  }
  start(why: Why, now: number): void {
    this.stop();
    this.why = why;
    this.#link = new Link(this.effects, { at: "match" });
    this.#limit = now + timeout;
  }
  stop(): void {
    this.#link?.close();
    this.#link = null;
    this.#limit = never;
  }
  deadline(): number {
    return this.#limit;
  }

  /** Undefined while there is nothing to tell; after a finding it is stopped. */
  handle(
    event: Event,
    token: string,
    unreachable: readonly string[],
    now: number,
  ): Finding | undefined {
    if (event.type === "tick") return now >= this.#limit ? this.#found(null) : undefined;
    if (!("link" in event) || event.link !== this.#link?.id) return undefined;
    if (event.type === "closed") return this.#found(null);
    if (event.type === "opened") {
      this.#link.request({ method: "resume", params: { token, unreachable } }, now);
      return undefined;
    }
    const heard = this.#link.hear(event.text);
    return heard.type === "result" || heard.type === "error" ? this.#found(heard) : undefined;
  }

  #found(finding: Finding): Finding {
    this.stop();
    return finding;
  }
}
