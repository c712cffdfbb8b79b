// The wish to be paired, until a matchmaker has an assignment for it: seeks, waits, comes back, cancels.
import type { ConnectionState, WaitEnd, WaitStatus } from "../types.js";
import { CloseCode, classify } from "../wire/close_codes.js";
import type { RpcError } from "../wire/errors.js";
import type { Notification } from "../wire/messages.js";
import type { Effects, Event } from "./actions.js";
import { Backoff } from "./backoff.js";
import { type Heard, Link } from "./link.js";
import { keys, type SessionRecord, type WaitRecord } from "./store.js";

export type Assigned = Extract<Notification, { method: "assigned" }>;

export interface WaitingOptions {
  readonly wish: WaitRecord;
  /** Of an earlier wait; its token is shown so that the session goes on. */
  readonly session: SessionRecord;
  readonly effects: Effects;
  readonly random: () => number;
  readonly online: boolean;
  readonly onAssigned: (assigned: Assigned, now: number) => void;
  readonly onEnded: (end: WaitEnd, now: number) => void;
}

const dialTimeout = 5_000;
/** A matchmaker says `waiting` every 2 s; longer silence is a dead connection. */
const silence = 8_000;
const never = Number.POSITIVE_INFINITY;

export class Waiting {
  state: ConnectionState = { kind: "connecting" };
  status: WaitStatus | null = null;
  session: SessionRecord;
  wish: WaitRecord;
  #link: Link | null = null;
  #connected = false;
  #connectedOnce = false;
  #cancelling = false;
  #over = true;
  #online: boolean;
  #forgotten = false;
  /** When the connection, or its silence, has taken too long; when to connect; when to repeat `seek`. */
  #limit = never;
  #dialAt = never;
  #seekAt = never;
  readonly #backoff: Backoff;
  readonly #effects: Effects;

  constructor(private readonly options: WaitingOptions) {
    this.wish = options.wish;
    this.session = options.session;
    this.#online = options.online;
    this.#effects = options.effects;
    this.#backoff = new Backoff(options.random);
  }

  /** A new wish (`attempt` grows), or the one that was going on before a reload. */
  start(attempt: number, priority: string, now: number): void {
    this.wish = { ...this.wish, priority };
    this.session = { ...this.session, attempt };
    this.status = null;
    this.#over = false;
    this.#connectedOnce = false;
    this.#save();
    this.#dial(now);
  }

  cancel(now: number): void {
    if (this.#over || this.#cancelling) return;
    this.#cancelling = true;
    // A ticket without a connection is not paired, and dies with its lease.
    if (this.#link === null || !this.#connected) return this.#end({ reason: "cancelled" }, now);
    const { attempt } = this.session;
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
    if (change !== "visible") this.#online = change === "online";
    if (this.#over) return;
    if (change !== "offline" && this.#dialAt !== never) {
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
    const wasConnected = this.#connected;
    this.#drop();
    if (this.#cancelling) return this.#end({ reason: "cancelled" }, now);
    if (code === CloseCode.replaced) return this.#end({ reason: "replaced" }, now);
    if (code === CloseCode.protocolError) {
      return this.#end({ reason: "refused", error: "protocol_error" }, now);
    }
    if (classify(code) !== "resume") this.#forgetTokens();
    if (wasConnected && code !== CloseCode.rateLimited) this.#dial(now);
    else this.#dialAt = now + this.#backoff.next();
    this.#tell(now);
  }

  #heard(heard: Heard, now: number): void {
    this.#limit = now + silence;
    if (heard.type === "notification") this.#notified(heard.message, now);
    else if (heard.type === "result" && heard.result.of === "seek") {
      this.session = { token: heard.result.session, attempt: this.session.attempt };
      this.#connected = true;
      this.#connectedOnce = true;
      this.#save();
      this.#tell(now);
    } else if (heard.type === "error") {
      if (heard.call?.method === "seek") this.#refused(heard.error, now);
      else if (heard.call?.method === "cancel") this.#end({ reason: "cancelled" }, now);
    }
  }

  #notified(message: Notification, now: number): void {
    if (message.method === "storage") {
      this.#effects.signal("storage", { where: "service", available: message.available });
      return;
    }
    // What belongs to an older wish came too late.
    if (!("attempt" in message) || message.attempt !== this.session.attempt) return;
    if (message.method === "waiting") {
      this.#backoff.reset();
      const { elapsedMs, waiting, anyPartner, nodes, estimate } = message;
      this.status = { elapsedMs, waiting, anyPartner, nodes, estimate };
      this.#effects.signal("waiting", this.status);
    } else if (message.method === "assigned") {
      this.#finish(now);
      this.options.onAssigned(message, now);
    } else this.#end({ reason: message.reason }, now);
  }

  #refused(error: RpcError, now: number): void {
    switch (error.name) {
      case "rate_limited":
      case "storage_unavailable":
      case "no_node":
      case "busy":
      case "log_full":
        this.#seekAt = now + Math.max(error.retryMs ?? 0, this.#backoff.next());
        this.#limit = this.#seekAt + silence;
        return;
      case "token_invalid":
      case "token_expired":
        if (this.#forgotten) return this.#end({ reason: "refused", error: error.name }, now);
        this.#forgetTokens();
        return this.#seek(now);
      case "internal_error":
      case "draining":
        this.#drop();
        this.#dialAt = now + this.#backoff.next();
        return this.#tell(now);
      default: {
        const { name, param, languages } = error;
        const end: WaitEnd = { reason: "refused", error: name };
        return this.#end({ ...end, ...(param && { param }), ...(languages && { languages }) }, now);
      }
    }
  }

  // ---- acts ----------------------------------------------------------------------------------

  #dial(now: number): void {
    this.#dialAt = never;
    this.#link = new Link(this.#effects, { at: "match" });
    this.#limit = now + dialTimeout;
    this.#tell(now);
  }

  #seek(now: number): void {
    this.#seekAt = never;
    this.#limit = now + silence;
    const { language, interests, name, priority } = this.wish;
    const { token: session, attempt } = this.session;
    const params = {
      language,
      interests,
      ...(name && { name }),
      attempt,
      ...(session && { session }),
      ...(priority && { priority }),
    };
    this.#link?.request({ method: "seek", params }, now);
  }

  #end(end: WaitEnd, now: number): void {
    this.#finish(now);
    this.options.onEnded(end, now);
  }

  #finish(now: number): void {
    this.#over = true;
    this.#drop();
    this.#tell(now);
  }

  #drop(): void {
    this.#link?.close();
    this.#link = null;
    this.#connected = false;
    this.#limit = never;
    this.#seekAt = never;
    this.#dialAt = never;
  }

  #forgetTokens(): void {
    this.#forgotten = true;
    this.wish = { ...this.wish, priority: "" };
    this.session = { ...this.session, token: "" };
    this.#save();
  }

  #save(): void {
    this.#effects.save(keys.session, this.session);
    this.#effects.save(keys.wait, this.wish);
  }

  #tell(now: number): void {
    const state = this.#stateNow(now);
    if (JSON.stringify(state) === JSON.stringify(this.state)) return;
    this.state = state;
    if (!this.#over) this.#effects.signal("state", state);
  }

  #stateNow(now: number): ConnectionState {
    if (this.#over) return { kind: "ended" };
    if (this.#connected) return { kind: "connected" };
    if (!this.#online) return { kind: "offline" };
    const { attempt } = this.#backoff;
    if (!this.#connectedOnce && attempt === 0) return { kind: "connecting" };
    const retryInMs = this.#dialAt === never ? 0 : Math.round(this.#dialAt - now);
    return { kind: "reconnecting", attempt: Math.max(1, attempt), retryInMs };
  }
}
