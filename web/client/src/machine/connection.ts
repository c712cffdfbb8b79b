// Keeps a conversation connected: dials, joins, beats, asks matchmakers, comes back. What is said is not its business.
import type { ConnectionState } from "../types.js";
import { CloseCode } from "../wire/close_codes.js";
import type { RpcError } from "../wire/errors.js";
import type { Call, JoinResult, Notification, Result } from "../wire/messages.js";
import type { Effects, Event } from "./actions.js";
import { ClockOffset } from "./clock_offset.js";
import { Finder } from "./finder.js";
import { Healing, type Outlook } from "./healing.js";
import { Heartbeat } from "./heartbeat.js";
import { type Heard, Link } from "./link.js";
import { overOf, type RoomOver, type Route, type Step } from "./route.js";

/** The conversation that the connection is kept for. */
export interface Tenant {
  readonly token: string;
  joinCall(claim: boolean): Call;
  joined(result: JoinResult, now: number): void;
  heard(message: Notification, now: number): void;
  answered(call: Call, result: Result, now: number): void;
  /** `call` is null when a notification of ours was refused. */
  refused(call: Call | null, tag: number, error: RpcError, now: number): void;
  disconnected(now: number): void;
  over(over: RoomOver, now: number): void;
  outlook(): Omit<Outlook, "joined">;
}

const dialTimeout = 5_000;
const joinTimeout = 10_000;
const never = Number.POSITIVE_INFINITY;

export class Connection {
  readonly clock = new ClockOffset();
  state: ConnectionState = { kind: "connecting" };
  #room: Link | null = null;
  readonly #finder: Finder;
  #heartbeat: Heartbeat | null = null;
  #healing: Healing;
  #joinedAt: number | null = null;
  #joinedOnce = false;
  #moving = false;
  #over = false;
  #next: { readonly go: "dial" | "find"; readonly at: number } | null = null;
  /** When what is being tried (dial or join) has taken too long. */
  #roomLimit = never;

  constructor(
    readonly route: Route,
    private readonly tenant: Tenant,
    private readonly effects: Effects,
    random: () => number,
    private online: boolean,
  ) {
    this.#healing = new Healing(random);
    this.#finder = new Finder(effects);
  }

  get joined(): Link | null {
    return this.#joinedAt === null ? null : this.#room;
  }

  start(now: number): void {
    this.#take({ go: "dial", inMs: 0 }, now);
  }

  /** Nothing more is wanted of it. */
  stop(now: number): void {
    this.#over = true;
    this.#next = null;
    this.#closeRoom();
    this.#finder.stop();
    this.#tell(now);
  }

  /** What was heard does not fit what was known: begin again from what was applied. */
  rejoin(now: number): void {
    this.#lost(CloseCode.abnormal, now);
  }

  handle(event: Event, now: number): void {
    if (this.#over) return;
    this.#find(event, now);
    if (this.#over) return;
    if (event.type === "environment") this.#environment(event.change, now);
    else if (event.type === "tick") this.#tick(now);
    else if (event.type !== "storage") this.#linkEvent(event, now);
    if (!this.#over) {
      this.#healing.look({ joined: this.joined !== null, ...this.tenant.outlook() }, now);
    }
  }

  deadline(): number {
    if (this.#over) return never;
    return Math.min(
      this.#roomLimit,
      this.#finder.deadline(),
      this.#next?.at ?? never,
      this.#heartbeat?.deadline(this.#room?.oldest ?? never) ?? never,
      this.#finder.busy ? never : this.#healing.deadline(),
    );
  }

  // ---- events --------------------------------------------------------------------------------

  #linkEvent(event: Extract<Event, { link: number }>, now: number): void {
    if (event.link === this.#room?.id) {
      if (event.type === "opened") this.#join(this.#room, now);
      else if (event.type === "closed") this.#lost(event.code, now);
      else this.#heardRoom(this.#room.hear(event.text), now);
    }
  }

  #environment(change: "online" | "offline" | "visible", now: number): void {
    if (change !== "visible") this.online = change === "online";
    this.#heartbeat?.probe(now);
    if (change !== "offline" && this.#next !== null) {
      this.route.fresh();
      this.#go(this.#next.go, now);
    }
    this.#tell(now);
  }

  #tick(now: number): void {
    if (now >= this.#roomLimit) this.#lost(CloseCode.abnormal, now);
    if (this.#next !== null && now >= this.#next.at) this.#go(this.#next.go, now);
    this.#beat(now);
    const doubt = this.#finder.busy ? null : this.#healing.due(now);
    if (doubt !== null) this.#finder.start(doubt, now);
  }

  #beat(now: number): void {
    if (this.#room === null) return;
    const due = this.#heartbeat?.due(now, this.#room.oldest);
    if (due === "sync")
      this.#room.request({ method: "sync", params: { t0: Math.floor(now) } }, now);
    else if (due === "dead") this.#lost(CloseCode.abnormal, now);
  }

  // ---- the room's connection -----------------------------------------------------------------

  #join(link: Link, now: number): void {
    link.request(this.tenant.joinCall(this.route.claim), now);
    this.#heartbeat = new Heartbeat(now);
    this.#roomLimit = now + joinTimeout;
    this.#beat(now);
  }

  #heardRoom(heard: Heard, now: number): void {
    if (heard.type === "notification") {
      if (heard.message.method === "moved") this.#moved(heard.message.node, now);
      else this.tenant.heard(heard.message, now);
    } else if (heard.type === "result") this.#answered(heard.call, heard.result, now);
    else if (heard.type === "error") {
      if (heard.call?.method === "join") this.#refused(heard.error, now);
      else if (heard.call?.method === "sync") this.#heartbeat?.answered(now);
      else this.tenant.refused(heard.call, heard.tag, heard.error, now);
    }
  }

  #answered(call: Call, result: Result, now: number): void {
    if (result.of === "sync") {
      this.clock.add(result.t0, result.t1, result.t2, now);
      this.#heartbeat?.answered(now);
    } else if (result.of === "join") {
      this.#joinedAt = now;
      this.#joinedOnce = true;
      this.#moving = false;
      this.#roomLimit = never;
      this.route.joined();
      this.#tell(now);
      this.tenant.joined(result, now);
    } else this.tenant.answered(call, result, now);
  }

  #moved(node: string | undefined, now: number): void {
    this.#moving = true;
    this.#disconnect(now);
    this.#take(this.route.moved(node), now);
  }

  #refused(error: RpcError, now: number): void {
    this.#disconnect(now);
    this.#take(this.route.refused(error), now);
  }

  #lost(code: number, now: number): void {
    const livedMs = this.#joinedAt === null ? null : now - this.#joinedAt;
    this.#moving ||= code === CloseCode.moved;
    this.#disconnect(now);
    this.#take(this.route.broke(code, livedMs), now);
  }

  #disconnect(now: number): void {
    const wasJoined = this.#joinedAt !== null;
    this.#closeRoom();
    this.#finder.stop();
    if (wasJoined) this.tenant.disconnected(now);
  }

  // ---- asking a matchmaker -------------------------------------------------------------------

  #find(event: Event, now: number): void {
    const unreachable = this.#finder.why === "lost" ? this.route.unreachable : [];
    const finding = this.#finder.handle(event, this.tenant.token, unreachable, now);
    if (finding === undefined) return;
    if (finding === null) this.#unfound(now);
    else if (finding.type === "error") this.#notFound(finding.error, now);
    else if (finding.result.of === "resume") {
      this.#found(finding.result.node, finding.result.claim, now);
    }
  }

  #found(node: string, claim: boolean, now: number): void {
    if (this.#finder.why === "verify" && node === this.route.node) return;
    this.#disconnect(now);
    this.#take(this.route.found(node, claim), now);
  }

  #notFound(error: RpcError, now: number): void {
    if (this.#finder.why === "lost") this.#take(this.route.notFound(error), now);
    else if (error.name === "room_ended") {
      const over = overOf(error);
      if (over !== null) this.#take({ go: "end", over }, now);
    }
  }

  #unfound(now: number): void {
    if (this.#finder.why === "lost") this.#take(this.route.unfound(), now);
  }

  // ---- steps ---------------------------------------------------------------------------------

  #take(step: Step, now: number): void {
    if (step.go === "end") return this.tenant.over(step.over, now);
    this.#next = { go: step.go, at: now + step.inMs };
    if (step.inMs === 0) this.#go(step.go, now);
    this.#tell(now);
  }

  #go(go: "dial" | "find", now: number): void {
    this.#next = null;
    if (go === "find") return this.#finder.start("lost", now);
    this.#room = new Link(this.effects, { at: "node", node: this.route.node });
    this.#roomLimit = now + dialTimeout;
  }

  #closeRoom(): void {
    this.#room?.close();
    this.#room = null;
    this.#heartbeat = null;
    this.#joinedAt = null;
    this.#roomLimit = never;
  }

  // ---- in words ------------------------------------------------------------------------------

  #tell(now: number): void {
    const state = this.#stateNow(now);
    if (JSON.stringify(state) === JSON.stringify(this.state)) return;
    this.state = state;
    this.effects.signal("state", state);
  }

  #stateNow(now: number): ConnectionState {
    const { attempt } = this.route;
    if (this.#over) return { kind: "ended" };
    if (this.#joinedAt !== null) return { kind: "connected" };
    if (!this.online) return { kind: "offline" };
    if (this.#moving) return { kind: "moved" };
    if (!this.#joinedOnce && attempt === 0) return { kind: "connecting" };
    const retryInMs = Math.round(Math.max(0, (this.#next?.at ?? now) - now));
    return { kind: "reconnecting", attempt: Math.max(1, attempt), retryInMs };
  }
}
