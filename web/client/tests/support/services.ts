// A small model of matchmaker, chat-nodes and Redis for one pair, after docs/protocol.md: enough to hold a client to
// the guarantee. It is not the services.

import { FileStore } from "./file_store.js";
import { Matchmakers } from "./matchmakers.js";
import type { Acceptor, ServerEnd } from "./network.js";
import { RoomLog } from "./room_log.js";
import { answer, notify, type Refusal, type Rpc, refuse } from "./rpc.js";

interface Guest {
  readonly end: ServerEnd;
  readonly node: string;
  seat: number;
}

/** Between two claims of a room by its members' word alone. */
const moveInterval = 2_000;

export class Services extends Matchmakers implements Acceptor {
  /** Refuses so many sends, and so many `stay`, to come. */
  refuseSends = 0;
  refuseStays = 0;
  /** Holds so many sends to come until they were checked. */
  holdSends = 0;
  /** What the words filter makes of a text. */
  filter = (text: string): string => text;
  /** The reference clock minus the services'; null: none is known. */
  reference: { readonly offset_ms: number; readonly error_ms: number } | null = null;
  readonly files = new FileStore(this.time, this.nodes);
  /** Knows texts only, as in a rolling update. */
  isOld = false;
  /** All that was said to nodes. */
  readonly heard: Rpc[] = [];
  /** What joins are refused with, as long as it stands here. */
  refuseJoins: Refusal | null = null;
  /** Whether a node hears of it, half a second later, when another has taken its room. */
  tellsOldOwner = false;
  /** Nodes that nobody can reach, though their leases run. */
  readonly unreachable = new Set<string>();
  /** How far the services' clock is ahead of that of the world. */
  clockAheadMs = 0;
  readonly guests = new Set<Guest>();
  #applied: Record<number, Record<string, number>> = {};
  #seen = new Set<number>();
  #sightings: Record<number, Record<string, number>> = {};
  #unanswered = new Set<number>();
  #movedAt = Number.NEGATIVE_INFINITY;

  accept(end: ServerEnd) {
    if (end.path === "/match") return this.matchmakers ? this.match(end) : null;
    const node = end.path.split("/")[2] ?? "";
    if (!this.nodes.get(node) || this.unreachable.has(node)) return null;
    const guest: Guest = { end, node, seat: 0 };
    return {
      frame: (text: string) => this.#roomCall(guest, JSON.parse(text)),
      closed: () => this.#left(guest),
    };
  }

  now(): number {
    return Math.floor(this.time.now()) + this.clockAheadMs;
  }

  // ---- chat-node -----------------------------------------------------------------------------

  #roomCall(guest: Guest, { id, method, params }: Rpc): void {
    const { end, seat } = guest;
    this.heard.push({ method, params });
    if (method === "sync") {
      const now = this.now();
      const { reference } = this;
      return answer(end, id, { t0: params.t0, t1: now, t2: now, ...(reference && { reference }) });
    }
    if (method === "join") return this.#join(guest, id, params);
    if (!this.guests.has(guest)) return; // has not joined, or was replaced
    if (guest.node !== this.log.owner) return end.close(4005); // fenced
    if (method === "send") this.#send(guest, id, params);
    else if (method === "received") this.#receive(seat, params.applied);
    else if (method === "seen" && this.isOld) refuse(end, undefined, "method_not_found", {});
    else if (method === "seen") this.#see(seat, params.applied);
    else if (method === "stay") this.#stay(guest, id);
    else if (method === "typing") this.#tell(seat, "typing", { by: seat, on: params.on });
    else if (method === "rename") {
      const name = this.filter(params.name);
      this.names[seat] = name;
      if (name !== params.name) notify(end, "renamed", { by: seat, name });
      answer(end, id, {});
      this.#tell(seat, "renamed", { by: seat, name });
    } else if (method === "leave") {
      answer(end, id, {});
      this.end({ reason: "left", by: seat });
    }
  }

  #join(guest: Guest, id: number | undefined, params: Rpc["params"]): void {
    const { end, node } = guest;
    if (this.ended) return this.#turnAway(end, id, "room_ended", this.ended, 4100);
    if (this.refuseJoins) {
      return this.#turnAway(end, id, this.refuseJoins.name, this.refuseJoins, 4003);
    }
    const { owner } = this.log;
    if (owner !== node && this.nodes.get(owner)) {
      if (!params.claim) return this.#turnAway(end, id, "wrong_node", { node: owner }, 4005);
      const retry_ms = Math.ceil(this.#movedAt + moveInterval - this.time.now());
      if (retry_ms > 0) return this.#turnAway(end, id, "move_refused", { retry_ms }, 4005);
    }
    if (owner !== node || params.epoch > this.log.epoch) this.claim(node, params.epoch);
    const seat = Number(params.token.split(" ")[1]);
    if (params.next - 1 > this.log.stored(seat))
      this.log.append({ from: seat, seq: params.next - 1, kind: "base", at: this.now() });
    for (const other of this.guests) {
      if (other.seat === seat && other.node === node) this.#replace(other);
    }
    guest.seat = seat;
    this.guests.add(guest);
    this.#seen.add(seat);
    this.#receive(seat, params.applied);
    if (params.seen) this.#see(seat, params.seen);
    this.#welcome(guest, id, params.applied[3 - seat] ?? 0, params.next);
  }

  #welcome(
    { end, seat, node }: Guest,
    id: number | undefined,
    applied: number,
    next: number,
  ): void {
    const other = 3 - seat;
    const filtered = this.log
      .counting(seat)
      .filter((entry) => entry.filtered && entry.seq >= next)
      .map(({ seq, body, file }) => ({ seq, body: file?.name ?? body }));
    const base = this.log.base(other);
    const member = { seat: other, name: this.names[other], ...this.#presence(other, node), base };
    answer(end, id, {
      ...{ epoch: this.log.epoch, seat, accepted: this.log.stored(seat), grace_ms: 120_000 },
      ...{ time: this.now(), filtered },
      members: [
        { ...member, applied: this.#applied[other] ?? {}, seen: this.#sightings[other] ?? {} },
      ],
    });
    for (const entry of this.log.counting(other))
      if (entry.seq > applied) notify(end, "entry", entry);
    notify(end, "caught_up", {});
    if (this.#unanswered.has(seat)) notify(end, "idle", { left_ms: 60_000 });
    this.#tell(seat, "presence", { seat, state: "present", left_ms: 0 });
  }

  #presence(seat: number, node: string) {
    if ([...this.guests].some((guest) => guest.seat === seat && guest.node === node))
      return { state: "present", left_ms: 0 };
    return this.#seen.has(seat)
      ? { state: "away", left_ms: 90_000 }
      : { state: "expected", left_ms: 0 };
  }

  #send({ end, seat }: Guest, id: number | undefined, params: Rpc["params"]): void {
    if (this.refuseSends > 0) {
      this.refuseSends -= 1;
      return refuse(end, id, "rate_limited", { retry_ms: 100 });
    }
    if (this.holdSends > 0) {
      this.holdSends -= 1;
      return refuse(end, id, "held", { retry_ms: 500 });
    }
    const expected = this.log.stored(seat) + 1;
    if (params.seq < expected) return answer(end, id, { again: true });
    if (params.seq > expected) return refuse(end, id, "gap", { expected });
    if (this.isOld && params.kind !== "text") {
      return refuse(end, id, "invalid_params", { param: "kind" });
    }
    if (params.of >= params.seq) return refuse(end, id, "invalid_params", { param: "of" });
    const ref = this.reference && { ref: this.reference.offset_ms };
    const clean = this.#filtered(params);
    const entry = this.log.append({ from: seat, at: this.now(), ...params, ...clean, ...ref });
    this.#tell(seat, "entry", entry);
    this.#settle();
    const body = entry.filtered && { body: entry.file?.name ?? entry.body };
    answer(end, id, { id: entry.id, at: entry.at, ...body });
  }

  #filtered({ kind, body, file }: Rpc["params"]) {
    const was = file?.name ?? (kind === "text" || kind === "edit" ? body : undefined);
    const is = was && this.filter(was);
    if (is === was) return {};
    return { filtered: true, ...(file ? { file: { ...file, name: is } } : { body: is }) };
  }

  #receive(seat: number, applied: Record<string, number>): void {
    this.#applied[seat] = applied;
    this.#tell(seat, "delivered", { by: seat, applied });
  }

  /** Cut down to what that member has applied. */
  #see(seat: number, seen: Record<string, number>): void {
    const other = 3 - seat;
    const applied = { [other]: Math.min(seen[other] ?? 0, this.#applied[seat]?.[other] ?? 0) };
    this.#sightings[seat] = applied;
    this.#tell(seat, "seen", { by: seat, applied });
  }

  /** The members' tokens are half a day old. */
  renewTokens(): void {
    for (const { end, seat } of this.guests) notify(end, "renewed", { token: `seat ${seat} anew` });
  }

  /** Nobody has said a word for long. */
  askIdle(): void {
    for (const { end, seat } of this.guests) {
      this.#unanswered.add(seat);
      notify(end, "idle", { left_ms: 60_000 });
    }
  }
  #stay({ end, seat }: Guest, id: number | undefined): void {
    if (this.refuseStays > 0) {
      this.refuseStays -= 1;
      return refuse(end, id, "rate_limited", { retry_ms: 100 });
    }
    answer(end, id, {});
    this.#unanswered.delete(seat);
    if (this.#unanswered.size === 0) this.#settle(true);
  }
  get unanswered(): number {
    return this.#unanswered.size;
  }
  #settle(asked = this.#unanswered.size > 0): void {
    this.#unanswered.clear();
    if (asked) for (const { end } of this.guests) notify(end, "idle", { left_ms: 0 });
  }

  // ---- what happens to it --------------------------------------------------------------------

  /** The room moves; members on another node are not told. */
  claim(node: string, known = 0): void {
    this.log.owner = node;
    this.#movedAt = this.time.now();
    this.log.epoch = Math.max(known, this.log.epoch) + 1;
    this.#forget();
    // Whom a node still holds from an earlier time as the owner has missed what was said elsewhere.
    for (const guest of this.guests) if (guest.node === node) guest.end.close(4005);
    if (this.tellsOldOwner) {
      this.time.after(500, () => {
        for (const guest of this.guests) if (guest.node !== node) guest.end.close(4005);
      });
    }
  }
  #forget(): void {
    this.#applied = {};
    this.#sightings = {};
    this.#unanswered.clear();
  }
  /** Redis forgets the newest entries, and the node its room. */
  rewind(lost: number): void {
    this.log.entries = this.log.entries.slice(0, Math.max(0, this.log.entries.length - lost));
    if (lost === Number.POSITIVE_INFINITY) this.files.files.clear();
    this.#forget();
    for (const guest of this.guests) guest.end.close(4003);
  }
  kill(node: string): void {
    this.nodes.set(node, false);
  }
  /** Both are sent to another node. */
  drain(node: string): void {
    this.claim(node);
    for (const { end } of this.guests) {
      notify(end, "moved", { node });
      end.close(4001);
    }
  }
  end(how: { reason: string; by?: number; priority?: string }): void {
    this.ended = how;
    for (const { end, seat } of this.guests) {
      if (seat !== how.by) notify(end, "ended", how);
      end.close(4100);
    }
  }
  /** The same services with a new room. */
  newRoom(): void {
    this.ended = null;
    this.seats = 0;
    this.#seen.clear();
    this.log = new RoomLog();
  }

  // ---- its members ---------------------------------------------------------------------------

  #tell(seat: number, method: string, params: object): void {
    for (const guest of this.guests) {
      if (guest.seat !== seat && guest.node === this.log.owner) notify(guest.end, method, params);
    }
  }
  #left(guest: Guest): void {
    if (!this.guests.delete(guest)) return;
    const params = { seat: guest.seat, state: "away", left_ms: 120_000 };
    for (const { end, node } of this.guests)
      if (node === guest.node) notify(end, "presence", params);
  }
  #replace(guest: Guest): void {
    this.guests.delete(guest);
    guest.end.close(4200);
  }
  #turnAway(
    end: ServerEnd,
    id: number | undefined,
    name: string,
    data: object,
    code: number,
  ): void {
    refuse(end, id, name, data);
    end.close(code);
  }
}
