// The wish to be paired, until a matchmaker has an assignment for it: seeks, waits, cancels. Or to be in a named room,
// which a matchmaker opens at once.
import type { WaitEnd, WaitStatus } from "../types.js";
import * as CloseCode from "../wire/close_codes.js";
import { isPassing, type RpcError } from "../wire/errors.js";
import type { Notification, Result } from "../wire/heard.js";
import type { Call } from "../wire/said.js";
import type { Effects } from "./actions.js";
import { Backoff, stableAfter } from "./backoff.js";
import { Connection } from "./connection.js";
import type { Errand } from "./link.js";
import type { Guide, Step, Tenant, Way } from "./tenant.js";
import { statusOf } from "./wait_status.js";
import type { Wish } from "./wish.js";

export type Assigned = Extract<Notification, { method: "assigned" }>;
export type Opened = Extract<Result, { of: "open" }>;

export interface WaitingOptions {
  readonly wish: Wish;
  readonly effects: Effects;
  readonly random: () => number;
  readonly online: boolean;
  readonly onAssigned: (assigned: Assigned | Opened, now: number) => void;
  readonly onEnded: (end: WaitEnd) => void;
}

/** A wish asks nobody where a room is, and owes nothing. */
const content = { owed: false, absent: false, alone: false, crowd: false, progress: 0 };

export class Waiting implements Guide<WaitEnd>, Tenant<WaitEnd> {
  status: WaitStatus | null = null;
  readonly wish: Wish;
  readonly connection: Connection<WaitEnd>;
  readonly node = "";
  cancelling = false; // given up by the user; a pairing may still be quicker
  #over = false;
  readonly #backoff: Backoff;

  constructor(private readonly options: WaitingOptions) {
    const { wish, effects, random, online } = options;
    this.wish = wish;
    this.connection = new Connection(this, this, effects, random, online);
    this.#backoff = new Backoff(random);
  }

  get attempt(): number {
    return this.#backoff.attempt;
  }

  /** A new wish (`attempt` grows), or the one that was going on before a reload. */
  start(attempt: number, priority: string, now: number): void {
    const again = attempt === this.wish.attempt;
    this.wish.begin(attempt, priority);
    this.status = null;
    this.#over = false;
    this.connection.start(this.wish.errand, now, again);
  }

  cancel(now: number): void {
    if (this.#over || this.cancelling) return;
    this.cancelling = true;
    const { joined } = this.connection;
    // A ticket without a connection is not paired, and dies with its lease.
    if (joined === null) this.over({ reason: "cancelled" });
    else joined.request({ method: "cancel", params: { attempt: this.wish.attempt } }, now);
  }

  // ---- the connection's tenant ---------------------------------------------------------------

  callFor(): Call {
    return this.wish.call;
  }

  arrived(result: Result, now: number): void {
    if (result.of === "seek") this.wish.taken(result.session);
    else if (result.of === "open") this.#assigned(result, now);
  }

  lost(_: Errand, code: number, livedMs: number | null): Way<WaitEnd> {
    if (this.cancelling) return { reason: "cancelled" };
    if (code === CloseCode.replaced) return { reason: "replaced" };
    if (code === CloseCode.protocolError) return { reason: "refused", error: "protocol_error" };
    if (CloseCode.classify(code) !== "resume") this.wish.forgetTokens();
    const stable = livedMs !== null && livedMs >= stableAfter;
    if (stable) this.#backoff.reset();
    return this.#seekIn(stable && code !== CloseCode.rateLimited ? 0 : this.#backoff.next());
  }

  turnedAway(_: Errand, { name, param, limit, languages, retry_ms }: RpcError): Way<WaitEnd> {
    if (isPassing(name)) return this.#seekIn(this.#backoff.after(retry_ms));
    if (!this.wish.forgotten && (name === "token_invalid" || name === "token_expired")) {
      this.wish.forgetTokens();
      return this.#seekIn(0);
    }
    return {
      ...{ reason: "refused", error: name },
      ...(param && { param }),
      ...(limit && { limit }),
      ...(languages && { languages }),
    };
  }

  fresh(): void {
    this.#backoff.reset();
  }

  heard(message: Notification, now: number): void {
    const { effects } = this.options;
    if (message.method === "storage") {
      effects.signal("storage", { where: "service", available: message.available });
      return;
    }
    // What belongs to an older wish came too late.
    if (!("attempt" in message) || message.attempt !== this.wish.attempt) return;
    if (message.method === "waiting") {
      this.status = statusOf(message);
      effects.signal("waiting", this.status);
    } else if (message.method === "assigned") {
      this.#assigned(message, now);
    } else if (message.reason === "replaced") this.connection.lose(CloseCode.replaced, now);
    else this.over({ reason: message.reason });
  }

  answered(): void {} // a `cancel` that was taken: its terminal frame follows

  refused(call: Call | null): void {
    if (call?.method === "cancel") this.over({ reason: "cancelled" });
  }

  over(end: WaitEnd): void {
    this.#finish();
    this.options.onEnded(end);
  }

  // It is not in a room.
  found(): Step {
    return this.#seekIn(0);
  }
  disconnected(): void {}
  outlook() {
    return content;
  }

  #seekIn(inMs: number): Step {
    return { go: this.wish.errand, inMs };
  }
  #assigned(assigned: Assigned | Opened, now: number): void {
    this.#finish();
    this.options.onAssigned(assigned, now);
  }
  #finish(): void {
    this.#over = true;
    this.connection.stop();
  }
}
