// The connection to a room's node: dialled, joined, kept alive by heartbeats, dead when nothing is heard in time.
import type { Call } from "../wire/said.js";
import type { Effects } from "./actions.js";
import { Heartbeat } from "./heartbeat.js";
import { Link } from "./link.js";

const dialTimeout = 5_000;
const joinTimeout = 10_000;
const never = Number.POSITIVE_INFINITY;

export class RoomLink extends Link {
  /** When the join was answered. */
  joinedAt: number | null = null;
  #heartbeat: Heartbeat | null = null;
  /** When dial or join have taken too long. */
  #limit: number;

  constructor(effects: Effects, node: string, now: number) {
    super(effects, { at: "node", node });
    this.#limit = now + dialTimeout;
  }

  get dialling(): boolean {
    return this.#heartbeat === null;
  }
  /** Since when it is joined, in ms; null when it never was. */
  livedMs(now: number): number | null {
    return this.joinedAt === null ? null : now - this.joinedAt;
  }

  /** It is open. */
  join(call: Call, now: number): void {
    this.request(call, now);
    this.#heartbeat = new Heartbeat(now);
    this.#limit = now + joinTimeout;
    this.beat(now);
  }
  joined(now: number): void {
    this.joinedAt = now;
    this.#limit = never;
  }
  /** A `sync` was answered. */
  alive(now: number): void {
    this.#heartbeat?.answered(now);
  }
  /** Is it still alive? A join under way keeps its time: heard late, it would replace the one that followed it. */
  probe(now: number): void {
    if (this.joinedAt !== null) this.#heartbeat?.probe(now);
  }
  /** False when it is dead. */
  beat(now: number): boolean {
    if (now >= this.#limit) return false;
    const due = this.#heartbeat?.due(now, this.oldest);
    if (due === "sync") {
      this.request({ method: "sync", params: { t0: Math.floor(now) } }, now);
    }
    return due !== "dead";
  }
  deadline(): number {
    return Math.min(this.#limit, this.#heartbeat?.deadline(this.oldest) ?? never);
  }
}
