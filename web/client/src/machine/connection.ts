// Keeps a wait or a conversation connected: dials, beats, doubts, comes back. One machine for `seek`, `resume` and
// `join`; where to go next its tenant says, and what is said is not its business.
import type { ConnectionState, Offset } from "../types.js";
import * as CloseCode from "../wire/close_codes.js";
import type { RpcError } from "../wire/errors.js";
import type { Result } from "../wire/heard.js";
import type { Effects, Event } from "./actions.js";
import { ClockOffset } from "./clock_offset.js";
import { Ghosts } from "./ghosts.js";
import { Healing } from "./healing.js";
import { type Errand, type Heard, Link } from "./link.js";
import { Standing } from "./standing.js";
import type { Guide, Step, Tenant, Way } from "./tenant.js";

const never = Number.POSITIVE_INFINITY;

export class Connection<Over extends object> {
  readonly clock = new ClockOffset();
  /** The reference clock minus the node's; null when it knows none. */
  reference: Required<Offset> | null = null;
  #link: Link | null = null;
  /** Asks a matchmaker where the room is, while the connection to it stands; `#why`: what if it is still here. */
  #doubt: Link | null = null;
  #why: "rejoin" | "verify" | null = null;
  #next: { readonly go: Errand; readonly at: number } | null = null;
  #over = true;
  #again = false;
  #moving = false;
  readonly #standing: Standing;
  readonly #healing: Healing;
  readonly #ghosts = new Ghosts();

  constructor(
    private readonly guide: Guide<Over>,
    private readonly tenant: Tenant<Over>,
    private readonly effects: Effects,
    random: () => number,
    online: boolean,
  ) {
    this.#standing = new Standing(effects, online);
    this.#healing = new Healing(random);
  }

  get state(): ConnectionState {
    return this.#standing.state;
  }
  /** The link whose errand is done. */
  get joined(): Link | null {
    return this.#link?.doneAt == null ? null : this.#link;
  }

  /** `again`: after a reload, so that a connection of the page before may still be under way. */
  start(go: Errand, now: number, again: boolean): void {
    this.#over = false;
    this.#again = false;
    if (again) this.#ghosts.expect(now);
    this.#take({ go, inMs: 0 }, now);
  }

  /** Nothing more is wanted of it. */
  stop(): void {
    this.#over = true;
    this.#next = null;
    this.#drop();
    this.#standing.end();
  }

  /** It moves: away from here. */
  move(step: Step, now: number): void {
    this.#moving = true;
    this.#disconnect(now);
    this.#take(step, now);
  }

  /** The connection is gone, or what was heard does not fit what was known: begin again from that. */
  lose(code: number, now: number): void {
    const { errand = "join", doneAt = null } = this.#link ?? {};
    const replaced = code === CloseCode.replaced;
    const excused = replaced && this.#ghosts.excuse(now);
    if (!replaced) this.#ghosts.expect(now);
    this.#moving ||= code === CloseCode.moved;
    this.#disconnect(now);
    const livedMs = doneAt && now - doneAt;
    this.#take(this.guide.lost(errand, excused ? CloseCode.abnormal : code, livedMs), now);
  }

  handle(event: Event, now: number): void {
    if (event.type === "environment") this.#environment(event.change, now);
    if (this.#over) return;
    if (event.type === "tick") this.#tick(now);
    else if ("link" in event) this.#linkEvent(event, now);
    if (this.#over) return;
    this.#healing.look({ joined: this.joined !== null, ...this.tenant.outlook() }, now);
  }

  deadline(): number {
    if (this.#over) return never;
    return Math.min(
      this.#link?.deadline() ?? never,
      this.#next?.at ?? never,
      (this.#doubt ?? this.#healing).deadline(),
    );
  }

  // ---- events --------------------------------------------------------------------------------

  #linkEvent(event: Extract<Event, { link: number }>, now: number): void {
    const link = [this.#link, this.#doubt].find((each) => each?.id === event.link);
    if (!link) return;
    if (event.type === "opened") link.open(this.tenant.callFor(link.errand), now);
    else if (event.type === "frame") this.#hear(link, link.hear(event.text, now), now);
    else if (link === this.#link) this.lose(event.code, now);
    else this.#believe();
  }

  #environment(change: "online" | "offline" | "visible", now: number): void {
    if (change !== "visible") this.#standing.online = change === "online";
    if (this.#over) return;
    const link = this.#link;
    link?.probe(now);
    // What was begun without a network may hang for long.
    if (change === "online" && link?.doneAt === null && !(link.isOpen && link.errand === "join")) {
      this.#drop();
      this.#ghosts.expect(now); // its `seek` may be on its way
      this.#next = { go: link.errand, at: now };
    }
    if (change !== "offline" && this.#next !== null) {
      this.guide.fresh();
      this.#go(this.#next.go, now);
    }
    this.#tell(now);
  }

  #tick(now: number): void {
    if (this.#next !== null && now >= this.#next.at) this.#go(this.#next.go, now);
    if (this.#link?.beat(now) === false) this.lose(CloseCode.abnormal, now);
    if (this.#doubt?.beat(now) === false) this.#believe();
    if (this.#doubt !== null || this.#over) return;
    this.#why = this.#healing.due(now);
    if (this.#why !== null) this.#doubt = new Link(this.effects, "resume", "", now);
  }

  // ---- what is heard -------------------------------------------------------------------------

  #hear(link: Link, heard: Heard, now: number): void {
    if (heard.type === "nothing") return;
    if (heard.type === "notification") {
      if (link.errand !== "resume") this.tenant.heard(heard.message, now);
      return;
    }
    const { call, tag } = heard;
    if (call?.method === "sync") {
      if (heard.type === "result") this.#syncAnswered(heard.result, now);
      link.alive(now);
    } else if (call?.method === link.errand) {
      if (heard.type === "result") this.#answered(link, heard.result, now);
      else this.#turnedAway(link, heard.error, now);
    } else if (heard.type === "result") this.tenant.answered(heard.call, heard.result);
    else this.tenant.refused(call, tag, heard.error, now);
  }

  #syncAnswered(result: Result, now: number): void {
    if (result.of !== "sync") return;
    const { t0, t1, t2, reference } = result;
    this.clock.add(t0, t1, t2, now);
    this.reference = reference
      ? { offsetMs: reference.offset_ms, errorMs: reference.error_ms }
      : null;
  }

  #answered(link: Link, result: Result, now: number): void {
    if (result.of === "resume") {
      const stays = this.#why === "verify" && result.node === this.guide.node;
      if (link === this.#doubt && stays) return this.#believe();
      this.#disconnect(now);
      return this.#take(this.guide.found(result), now);
    }
    link.done(now);
    this.#again = true;
    this.#moving = false;
    this.#tell(now);
    this.tenant.arrived(result, now);
  }

  #turnedAway(link: Link, error: RpcError, now: number): void {
    if (link === this.#doubt) {
      this.#believe();
      if (error.name !== "room_ended") return; // no answer is no reason to leave
    } else this.#disconnect(now);
    this.#take(this.guide.turnedAway(link.errand, error), now);
  }

  // ---- steps ---------------------------------------------------------------------------------

  #take(way: Way<Over>, now: number): void {
    if (!("go" in way)) return this.tenant.over(way, now);
    this.#next = { go: way.go, at: now + way.inMs };
    if (way.inMs === 0) this.#go(way.go, now);
    this.#tell(now);
  }

  #go(errand: Errand, now: number): void {
    this.#next = null;
    this.#link = new Link(this.effects, errand, this.guide.node, now);
  }

  #disconnect(now: number): void {
    const wasJoined = this.joined !== null;
    this.#drop();
    if (wasJoined) this.tenant.disconnected(now);
  }
  #drop(): void {
    this.#link?.close();
    this.#link = null;
    this.#believe();
  }
  /** The doubt is over. */
  #believe(): void {
    this.#doubt?.close();
    this.#doubt = null;
  }

  #tell(now: number): void {
    if (this.#over) return;
    const facts = {
      connected: this.joined !== null,
      again: this.#again,
      moving: this.#moving,
      attempt: this.guide.attempt,
      retryAt: this.#next?.at ?? now,
    };
    this.#standing.tell(facts, now);
  }
}
