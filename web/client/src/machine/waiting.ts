// The wish to be paired, until a matchmaker has an assignment for it: seeks, waits, comes back, cancels.
import type { ConnectionState, WaitEnd, WaitStatus } from "../types.js";
import * as CloseCode from "../wire/close_codes.js";
import type { RpcError } from "../wire/errors.js";
import type { Notification } from "../wire/heard.js";
import type { Effects, Event } from "./actions.js";
import { Backoff, stableAfter } from "./backoff.js";
import { Ghosts } from "./ghosts.js";
import { type Heard, Link } from "./link.js";
import { consequenceOf } from "./refusal.js";
import { Standing } from "./standing.js";
import { statusOf } from "./wait_status.js";
import type { Wish } from "./wish.js";

export type Assigned = Extract<Notification, { method: "assigned" }>;

export interface WaitingOptions {
  readonly wish: Wish;
  readonly effects: Effects;
  readonly random: () => number;
  readonly online: boolean;
  readonly onAssigned: (assigned: Assigned, now: number) => void;
  readonly onEnded: (end: WaitEnd) => void;
}

const dialTimeout = 5_000;
/** A matchmaker says `waiting` every 2 s; longer silence is a dead connection. */
const silence = 8_000;
/** Patience after the browser said that the network or the tab has changed. */
const probeTimeout = 3_000;
const never = Number.POSITIVE_INFINITY;

export class Waiting {
  status: WaitStatus | null = null;
  readonly wish: Wish;
  #link: Link | null = null;
  #connected = false;
  #connectedAt = 0; // of this wish, 0 before the first time
  cancelling = false; // given up by the user; a pairing may still be quicker
  #over = true;
  /** When the connection, or its silence, has taken too long; when to connect; when to repeat `seek`. */
  #limit = never;
  #dialAt = never;
  #seekAt = never;
  readonly #ghosts = new Ghosts();
  readonly #backoff: Backoff;
  readonly #effects: Effects;
  readonly #standing: Standing;

  constructor(private readonly options: WaitingOptions) {
    this.wish = options.wish;
    this.#effects = options.effects;
    this.#standing = new Standing(options.effects, options.online);
    this.#backoff = new Backoff(options.random);
  }

  get state(): ConnectionState {
    return this.#standing.state;
  }

  /** A new wish (`attempt` grows), or the one that was going on before a reload. */
  start(attempt: number, priority: string, now: number): void {
    if (attempt === this.wish.attempt) this.#ghosts.expect(now); // of the page before a reload
    this.wish.begin(attempt, priority);
    this.status = null;
    this.#over = false;
    this.#connectedAt = 0;
    this.#dial(now);
  }

  cancel(now: number): void {
    if (this.#over || this.cancelling) return;
    this.cancelling = true;
    // A ticket without a connection is not paired, and dies with its lease.
    if (this.#link === null || !this.#connected) return this.#end({ reason: "cancelled" });
    const { attempt } = this.wish;
    this.#link.request({ method: "cancel", params: { attempt } }, now);
  }

  handle(event: Event, now: number): void {
    if (event.type === "environment") this.#environment(event.change, now);
    else if (this.#over || event.type === "storage") return;
    else if (event.type === "tick") this.#tick(now);
    else if (event.link === this.#link?.id) {
      if (event.type === "opened") this.#seek(now);
      else if (event.type === "closed") this.#closed(event.code, now);
      else this.#heard(this.#link.hear(event.text), now);
    }
  }

  deadline(): number {
    return this.#over ? never : Math.min(this.#limit, this.#dialAt, this.#seekAt);
  }

  // ---- events --------------------------------------------------------------------------------

  #environment(change: "online" | "offline" | "visible", now: number): void {
    if (change !== "visible") this.#standing.online = change === "online";
    if (this.#over) return;
    const hangs = change === "online" && this.#link !== null && !this.#connected;
    if (hangs) this.#drop(); // what was dialled without a network may hang for long
    if (this.#connected) this.#limit = Math.min(this.#limit, now + probeTimeout);
    if (hangs || (change !== "offline" && this.#dialAt !== never)) {
      this.#backoff.reset();
      this.#dial(now);
    }
    this.#tell(now);
  }

  #tick(now: number): void {
    if (now >= this.#limit) this.#closed(CloseCode.abnormal, now);
    if (now >= this.#dialAt) this.#dial(now);
    if (now >= this.#seekAt) this.#seek(now);
  }

  #closed(code: number, now: number): void {
    const stable = this.#connected && now - this.#connectedAt >= stableAfter;
    this.#drop();
    if (this.cancelling) return this.#end({ reason: "cancelled" });
    if (code === CloseCode.replaced) return this.#replaced(now);
    this.#ghosts.expect(now);
    if (code === CloseCode.protocolError) {
      return this.#end({ reason: "refused", error: "protocol_error" });
    }
    if (CloseCode.classify(code) !== "resume") this.wish.forgetTokens();
    if (stable) this.#backoff.reset();
    if (stable && code !== CloseCode.rateLimited) this.#dial(now);
    else this.#dialAt = now + this.#backoff.next();
    this.#tell(now);
  }

  #heard(heard: Heard, now: number): void {
    if (this.#seekAt === never) this.#limit = now + silence;
    if (heard.type === "notification") this.#notified(heard.message, now);
    else if (heard.type === "result" && heard.result.of === "seek") {
      this.wish.taken(heard.result.session);
      this.#connected = true;
      this.#connectedAt = now;
      this.#tell(now);
    } else if (heard.type === "error") {
      if (heard.call?.method === "seek") this.#refused(heard.error, now);
      else if (heard.call?.method === "cancel") this.#end({ reason: "cancelled" });
    }
  }

  #notified(message: Notification, now: number): void {
    if (message.method === "storage") {
      this.#effects.signal("storage", { where: "service", available: message.available });
      return;
    }
    // What belongs to an older wish came too late.
    if (!("attempt" in message) || message.attempt !== this.wish.attempt) return;
    if (message.method === "waiting") {
      this.status = statusOf(message);
      this.#effects.signal("waiting", this.status);
    } else if (message.method === "assigned") {
      this.#finish();
      this.options.onAssigned(message, now);
    } else if (message.reason === "replaced") this.#replaced(now);
    else this.#end({ reason: message.reason });
  }

  #replaced(now: number): void {
    if (this.cancelling) this.#end({ reason: "cancelled" });
    else if (this.#ghosts.excuse(now)) this.#anew(now);
    else this.#end({ reason: "replaced" });
  }

  #refused(error: RpcError, now: number): void {
    const consequence = consequenceOf(error);
    if (consequence === "later") {
      this.#seekAt = now + this.#backoff.after(error.retry_ms);
      this.#limit = this.#seekAt + silence;
    } else if (consequence === "elsewhere") this.#anew(now);
    else if (consequence !== "anew") this.#end(consequence);
    else if (this.wish.forgotten) this.#end({ reason: "refused", error: error.name });
    else {
      this.wish.forgetTokens();
      this.#seek(now);
    }
  }

  // ---- acts ----------------------------------------------------------------------------------

  #dial(now: number): void {
    this.#dialAt = never;
    this.#link = new Link(this.#effects, { at: "match" });
    this.#limit = now + dialTimeout;
    this.#tell(now);
  }

  /** On another connection, after a pause. */
  #anew(now: number): void {
    this.#drop();
    this.#dialAt = now + this.#backoff.next();
    this.#tell(now);
  }

  #seek(now: number): void {
    this.#seekAt = never;
    this.#limit = now + silence;
    this.#link?.request(this.wish.call, now);
  }

  #end(end: WaitEnd): void {
    this.#finish();
    this.options.onEnded(end);
  }
  #finish(): void {
    this.#over = true;
    this.#drop();
    this.#standing.end();
  }

  #drop(): void {
    this.#link?.close();
    this.#link = null;
    this.#connected = false;
    this.#limit = never;
    this.#seekAt = never;
    this.#dialAt = never;
  }

  #tell(now: number): void {
    const facts = {
      connected: this.#connected,
      again: this.#connectedAt > 0,
      moving: false,
      attempt: this.#backoff.attempt,
      retryAt: this.#dialAt === never ? now : this.#dialAt,
    };
    this.#standing.tell(facts, now);
  }
}
