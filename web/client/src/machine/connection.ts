// Keeps a conversation connected: dials, joins, beats, asks matchmakers, comes back. What is said is not its business.
import type { ConnectionState } from "../types.js";
import * as CloseCode from "../wire/close_codes.js";
import type { RpcError } from "../wire/errors.js";
import type { Result } from "../wire/heard.js";
import type { Call } from "../wire/said.js";
import type { Effects, Event } from "./actions.js";
import { ClockOffset } from "./clock_offset.js";
import { Finder } from "./finder.js";
import { Ghosts } from "./ghosts.js";
import { Healing } from "./healing.js";
import type { Heard } from "./link.js";
import { RoomLink } from "./room_link.js";
import { overOf, type Route, type Step } from "./route.js";
import { Standing } from "./standing.js";
import type { Tenant } from "./tenant.js";

const never = Number.POSITIVE_INFINITY;

export class Connection {
  readonly clock = new ClockOffset();
  #room: RoomLink | null = null;
  readonly #finder: Finder;
  readonly #standing: Standing;
  #healing: Healing;
  #joinedOnce = false;
  #moving = false;
  readonly #ghosts = new Ghosts();
  #over = false;
  #next: { readonly go: "dial" | "find"; readonly at: number } | null = null;

  constructor(
    readonly route: Route,
    private readonly tenant: Tenant,
    private readonly effects: Effects,
    random: () => number,
    online: boolean,
  ) {
    this.#standing = new Standing(effects, online);
    this.#healing = new Healing(random);
    this.#finder = new Finder(effects);
  }

  get state(): ConnectionState {
    return this.#standing.state;
  }
  get joined(): RoomLink | null {
    return this.#room?.joinedAt == null ? null : this.#room;
  }

  /** `again`: after a reload, so that a join of the page before may still be under way. */
  start(now: number, again: boolean): void {
    if (again) this.#ghosts.expect(now);
    this.#take({ go: "dial", inMs: 0 }, now);
  }

  /** Nothing more is wanted of it. */
  stop(): void {
    this.#over = true;
    this.#next = null;
    this.#closeRoom();
    this.#finder.stop();
    this.#standing.end();
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
      this.#room?.deadline() ?? never,
      this.#finder.deadline(),
      this.#next?.at ?? never,
      this.#finder.busy ? never : this.#healing.deadline(),
    );
  }

  // ---- events --------------------------------------------------------------------------------

  #linkEvent(event: Extract<Event, { link: number }>, now: number): void {
    if (event.link === this.#room?.id) {
      if (event.type === "opened") this.#room.join(this.tenant.joinCall(this.route.claim), now);
      else if (event.type === "closed") this.#lost(event.code, now);
      else this.#heardRoom(this.#room.hear(event.text), now);
    }
  }

  #environment(change: "online" | "offline" | "visible", now: number): void {
    if (change !== "visible") this.#standing.online = change === "online";
    this.#room?.probe(now);
    if (change === "online") this.#dropHanging(now);
    if (change !== "offline" && this.#next !== null) {
      this.route.fresh();
      this.#go(this.#next.go, now);
    }
    this.#tell(now);
  }

  /** What was begun without a network may hang for long. */
  #dropHanging(now: number): void {
    if (this.#room?.dialling) {
      this.#closeRoom();
      this.#next = { go: "dial", at: now };
    } else if (this.#finder.busy && this.#finder.why === "lost") {
      this.#finder.stop();
      this.#next = { go: "find", at: now };
    }
  }

  #tick(now: number): void {
    if (this.#next !== null && now >= this.#next.at) this.#go(this.#next.go, now);
    if (this.#room?.beat(now) === false) this.#lost(CloseCode.abnormal, now);
    const doubt = this.#finder.busy ? null : this.#healing.due(now);
    if (doubt !== null) this.#finder.start(doubt, now);
  }

  // ---- the room's connection -----------------------------------------------------------------

  #heardRoom(heard: Heard, now: number): void {
    if (heard.type === "notification") {
      if (heard.message.method === "moved") this.#moved(heard.message.node, now);
      else this.tenant.heard(heard.message, now);
    } else if (heard.type === "result") this.#answered(heard.call, heard.result, now);
    else if (heard.type === "error") {
      if (heard.call?.method === "join") this.#refused(heard.error, now);
      else if (heard.call?.method === "sync") this.#room?.alive(now);
      else this.tenant.refused(heard.call, heard.tag, heard.error, now);
    }
  }

  #answered(call: Call, result: Result, now: number): void {
    if (result.of === "sync") {
      this.clock.add(result.t0, result.t1, result.t2, now);
      this.#room?.alive(now);
    } else if (result.of === "join") {
      this.#room?.joined(now);
      this.#joinedOnce = true;
      this.#moving = false;
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
    const livedMs = this.#room?.livedMs(now) ?? null;
    const replaced = code === CloseCode.replaced;
    const excused = replaced && this.#ghosts.excuse(now);
    if (!replaced) this.#ghosts.expect(now);
    this.#moving ||= code === CloseCode.moved;
    this.#disconnect(now);
    this.#take(this.route.broke(excused ? CloseCode.abnormal : code, livedMs), now);
  }

  #disconnect(now: number): void {
    const wasJoined = this.joined !== null;
    this.#closeRoom();
    this.#finder.stop();
    if (wasJoined) this.tenant.disconnected(now);
  }

  // ---- asking a matchmaker -------------------------------------------------------------------

  #find(event: Event, now: number): void {
    const unreachable = this.#finder.why === "lost" ? this.route.unreachable : [];
    const finding = this.#finder.handle(event, this.tenant.token, unreachable, now);
    if (finding === undefined) return;
    if (finding === null && this.#finder.why === "lost") this.#take(this.route.unfound(), now);
    else if (finding?.type === "error") this.#notFound(finding.error, now);
    else if (finding?.result.of === "resume") {
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
    this.#room = new RoomLink(this.effects, this.route.node, now);
  }

  #closeRoom(): void {
    this.#room?.close();
    this.#room = null;
  }

  #tell(now: number): void {
    const facts = {
      connected: this.joined !== null,
      again: this.#joinedOnce,
      moving: this.#moving,
      attempt: this.route.attempt,
      retryAt: this.#next?.at ?? now,
    };
    this.#standing.tell(facts, now);
  }
}
