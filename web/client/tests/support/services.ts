// A small model of matchmaker, chat-nodes and Redis for one pair, after docs/protocol.md: enough to hold a client to
// the guarantee. It is not the services.

import type { Acceptor, ServerEnd } from "./network.js";
import { type LogEntry, RoomLog } from "./room_log.js";
import type { VirtualTime } from "./virtual_time.js";

interface Rpc {
  readonly id?: number;
  readonly method: string;
  // biome-ignore lint/suspicious/noExplicitAny: a model reads what the client under test wrote
  readonly params: any;
}

const codes: Record<string, number> = {
  gap: -32004,
  rate_limited: -32006,
  storage_unavailable: -32008,
  room_ended: -32009,
  wrong_node: -32010,
  no_node: -32011,
  busy: -32015,
};

interface Refusal {
  readonly name: string;
  readonly retry_ms: number;
}

interface Guest {
  readonly end: ServerEnd;
  readonly node: string;
  seat: number;
}

export class Services implements Acceptor {
  readonly nodes = new Map([
    ["node-0", true],
    ["node-1", true],
    ["node-2", true],
  ]);
  log = new RoomLog();
  ended: { reason: string; by?: number; priority?: string } | null = null;
  matchmakers = true;
  /** Refuses so many sends to come. */
  refuseSends = 0;
  /** What joins and seeks are refused with, as long as it stands here. */
  refuseJoins: Refusal | null = null;
  refuseSeeks: Refusal | null = null;
  /** Ends each connection to a matchmaker with this code once its `seek` is answered. */
  closesAfterSeek: number | null = null;
  /** Whether a node hears of it, half a second later, when another has taken its room. */
  tellsOldOwner = false;
  /** How far the services' clock is ahead of that of the world. */
  clockAheadMs = 0;
  readonly names = ["", "Otter", "Lynx"];
  readonly seeks: Rpc["params"][] = [];
  readonly guests = new Set<Guest>();
  #applied: Record<number, Record<string, number>> = {};
  #seen = new Set<number>();
  #waiting: { end: ServerEnd; attempt: number }[] = [];
  #seats = 0;

  constructor(private readonly time: VirtualTime) {}

  accept(end: ServerEnd) {
    if (end.path === "/match") return this.matchmakers ? this.#match(end) : null;
    const node = end.path.split("/")[2] ?? "";
    if (!this.nodes.get(node)) return null;
    const guest: Guest = { end, node, seat: 0 };
    return {
      frame: (text: string) => this.#roomCall(guest, JSON.parse(text)),
      closed: () => this.#left(guest),
    };
  }

  now(): number {
    return Math.floor(this.time.now()) + this.clockAheadMs;
  }

  // ---- matchmaker ----------------------------------------------------------------------------

  #match(end: ServerEnd) {
    return {
      frame: (text: string) => {
        const { id, method, params } = JSON.parse(text) as Rpc;
        if (method === "seek") this.#seek(end, id, params);
        else if (method === "cancel") this.#cancel(end, id, params.attempt);
        else if (method === "resume") this.#resume(end, id, params.unreachable);
      },
      closed: () => {
        this.#waiting = this.#waiting.filter((other) => other.end !== end);
      },
    };
  }

  #seek(end: ServerEnd, id: number | undefined, params: Rpc["params"]): void {
    this.seeks.push(params);
    const { attempt } = params;
    if (this.refuseSeeks) return refuse(end, id, this.refuseSeeks.name, this.refuseSeeks);
    answer(end, id, { session: params.session ?? "session", attempt });
    this.#waiting.push({ end, attempt });
    const status = { elapsed_ms: 0, waiting: 1, any_partner: true, nodes: true, estimate: null };
    notify(end, "waiting", { attempt, ...status });
    if (this.closesAfterSeek !== null) end.close(this.closesAfterSeek);
  }

  /** As a matchmaker does: `waiting` every 2 s to all who wait, from now on. */
  sayWaiting(): void {
    for (const { end, attempt } of this.#waiting) {
      const status = { elapsed_ms: 0, waiting: 1, any_partner: true, nodes: true, estimate: null };
      notify(end, "waiting", { attempt, ...status });
    }
    this.time.after(2_000, () => this.sayWaiting());
  }

  /** Pairs the two that wait, or one of them with somebody who will never come. */
  pair(): void {
    for (const { end, attempt } of this.#waiting.splice(0, 2)) this.#assign(end, attempt);
  }

  /** Forgets who waits, as when the tickets' leases end. */
  dropWaiting(): void {
    this.#waiting = [];
  }

  #assign(end: ServerEnd, attempt: number): void {
    this.#seats = (this.#seats % 2) + 1;
    const seat = this.#seats;
    const partner = { seat: 3 - seat, name: this.names[3 - seat] };
    const place = { room: "room", node: this.log.owner, language: "en", interests: ["chess"] };
    notify(end, "assigned", { attempt, seat, token: `seat ${seat}`, partner, ...place });
  }

  #cancel(end: ServerEnd, id: number | undefined, attempt: number): void {
    this.#waiting = this.#waiting.filter((other) => other.end !== end);
    answer(end, id, {});
    notify(end, "wait_ended", { attempt, reason: "cancelled" });
  }

  #resume(end: ServerEnd, id: number | undefined, unreachable: readonly string[]): void {
    if (this.ended) return refuse(end, id, "room_ended", this.ended);
    const usable = (node: string) => this.nodes.get(node) && !unreachable.includes(node);
    if (usable(this.log.owner)) return answer(end, id, { node: this.log.owner, claim: false });
    const other = [...this.nodes.keys()].find(usable);
    if (other === undefined) return refuse(end, id, "no_node", { retry_ms: 500 });
    answer(end, id, { node: other, claim: true });
  }

  // ---- chat-node -----------------------------------------------------------------------------

  #roomCall(guest: Guest, { id, method, params }: Rpc): void {
    const { end, seat } = guest;
    if (method === "sync") {
      const now = this.now();
      return answer(end, id, { t0: params.t0, t1: now, t2: now });
    }
    if (method === "join") return this.#join(guest, id, params);
    if (seat === 0) return;
    if (guest.node !== this.log.owner) return end.close(4005); // fenced
    if (method === "send") this.#send(guest, id, params);
    else if (method === "received") this.#receive(seat, params.applied);
    else if (method === "typing") this.#tell(seat, "typing", { by: seat, on: params.on });
    else if (method === "rename") {
      this.names[seat] = params.name;
      answer(end, id, {});
      this.#tell(seat, "renamed", { by: seat, name: params.name });
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
    if (owner !== node && this.nodes.get(owner) && !params.claim) {
      return this.#turnAway(end, id, "wrong_node", { node: owner }, 4005);
    }
    if (owner !== node || params.epoch > this.log.epoch) this.claim(node, params.epoch);
    const seat = Number(params.token.split(" ")[1]);
    if (params.next - 1 > this.log.stored(seat))
      this.log.append(seat, params.next - 1, "base", "", this.now());
    for (const other of this.guests) {
      if (other.seat === seat && other.node === node) this.#replace(other);
    }
    guest.seat = seat;
    this.guests.add(guest);
    this.#seen.add(seat);
    this.#receive(seat, params.applied);
    this.#welcome(guest, id, params.applied[3 - seat] ?? 0);
  }

  #welcome({ end, seat, node }: Guest, id: number | undefined, applied: number): void {
    const other = 3 - seat;
    const base = this.log.base(other);
    const member = { seat: other, name: this.names[other], ...this.#presence(other, node), base };
    answer(end, id, {
      ...{ epoch: this.log.epoch, seat, accepted: this.log.stored(seat), grace_ms: 120_000 },
      ...{ time: this.now() },
      members: [{ ...member, applied: this.#applied[other] ?? {} }],
    });
    for (const entry of this.log.counting(other)) if (entry.seq > applied) notifyEntry(end, entry);
    notify(end, "caught_up", {});
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
    const expected = this.log.stored(seat) + 1;
    if (params.seq < expected) return answer(end, id, { again: true });
    if (params.seq > expected) return refuse(end, id, "gap", { expected });
    const entry = this.log.append(seat, params.seq, "text", params.body, this.now());
    this.#tell(seat, "entry", entryParams(entry));
    answer(end, id, { id: entry.id, at: entry.at });
  }

  #receive(seat: number, applied: Record<string, number>): void {
    this.#applied[seat] = applied;
    this.#tell(seat, "delivered", { by: seat, applied });
  }

  // ---- what happens to it --------------------------------------------------------------------

  /** The room moves; members on another node are not told. */
  claim(node: string, known = 0): void {
    this.log.owner = node;
    this.log.epoch = Math.max(known, this.log.epoch) + 1;
    this.#applied = {};
    // Whom a node still holds from an earlier time as the owner has missed what was said elsewhere.
    for (const guest of this.guests) if (guest.node === node) guest.end.close(4005);
    if (this.tellsOldOwner) {
      this.time.after(500, () => {
        for (const guest of this.guests) if (guest.node !== node) guest.end.close(4005);
      });
    }
  }
  /** Redis forgets the newest entries, and the node its room. */
  rewind(lost: number): void {
    this.log.entries = this.log.entries.slice(0, Math.max(0, this.log.entries.length - lost));
    this.#applied = {};
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
    this.#seats = 0;
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

const answer = (end: ServerEnd, id: number | undefined, result: object) =>
  end.send({ jsonrpc: "2.0", id, result });
const refuse = (end: ServerEnd, id: number | undefined, name: string, data: object) =>
  end.send({ jsonrpc: "2.0", id, error: { code: codes[name], message: name, data } });
const notify = (end: ServerEnd, method: string, params: object) =>
  end.send({ jsonrpc: "2.0", method, params });
const entryParams = ({ id, from, seq, kind, body, at }: LogEntry) => ({
  id,
  from,
  seq,
  kind,
  body,
  at,
});
const notifyEntry = (end: ServerEnd, entry: LogEntry) => notify(end, "entry", entryParams(entry));
