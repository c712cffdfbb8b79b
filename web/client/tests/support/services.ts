// A small model of matchmaker, chat-nodes and Redis for one pair, after docs/protocol.md: enough to hold a client to
// the guarantee. It is not the services.
import type { Acceptor, ServerEnd } from "./network.js";
import type { VirtualTime } from "./virtual_time.js";

interface Rpc {
  readonly id?: number;
  readonly method: string;
  // biome-ignore lint/suspicious/noExplicitAny: a model reads what the client under test wrote
  readonly params: any;
}

interface LogEntry {
  readonly id: string;
  readonly from: number;
  readonly seq: number;
  readonly kind: "text" | "base";
  readonly body: string;
  readonly at: number;
}

/** What Redis has of the room. */
export interface Log {
  owner: string;
  epoch: number;
  n: number;
  entries: LogEntry[];
}

const codes: Record<string, number> = {
  gap: -32004,
  rate_limited: -32006,
  room_ended: -32009,
  wrong_node: -32010,
  no_node: -32011,
  busy: -32015,
};

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
  log: Log = { owner: "node-0", epoch: 1, n: 0, entries: [] };
  ended: { reason: string; by?: number; priority?: string } | null = null;
  matchmakers = true;
  /** Refuses so many sends to come. */
  refuseSends = 0;
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
    answer(end, id, { session: params.session ?? "session", attempt });
    this.#waiting.push({ end, attempt });
    const status = { elapsed_ms: 0, waiting: 1, any_partner: true, nodes: true, estimate: null };
    notify(end, "waiting", { attempt, ...status });
  }

  /** Pairs the two that wait, or one of them with somebody who will never come. */
  pair(): void {
    for (const { end, attempt } of this.#waiting.splice(0, 2)) this.#assign(end, attempt);
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
      const now = Math.floor(this.time.now());
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
    const { owner } = this.log;
    if (owner !== node && this.nodes.get(owner) && !params.claim) {
      return this.#turnAway(end, id, "wrong_node", { node: owner }, 4005);
    }
    if (owner !== node || params.epoch > this.log.epoch) this.claim(node, params.epoch);
    const seat = Number(params.token.split(" ")[1]);
    if (params.next - 1 > this.stored(seat)) this.#append(seat, params.next - 1, "base", "");
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
    const base = this.#base(other);
    const member = { seat: other, name: this.names[other], ...this.#presence(other, node), base };
    answer(end, id, {
      ...{ epoch: this.log.epoch, seat, accepted: this.stored(seat), grace_ms: 120_000 },
      ...{ time: Math.floor(this.time.now()) },
      members: [{ ...member, applied: this.#applied[other] ?? {} }],
    });
    for (const entry of this.#counting(other)) if (entry.seq > applied) notifyEntry(end, entry);
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
    const expected = this.stored(seat) + 1;
    if (params.seq < expected) return answer(end, id, { again: true });
    if (params.seq > expected) return refuse(end, id, "gap", { expected });
    const entry = this.#append(seat, params.seq, "text", params.body);
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
    this.log = { owner: "node-0", epoch: 1, n: 0, entries: [] };
  }

  // ---- the log -------------------------------------------------------------------------------

  /** The reading rule: an entry counts only if it is the next of its seat. */
  #counting(seat: number): LogEntry[] {
    let stored = 0;
    return this.log.entries.filter((entry) => {
      if (entry.from !== seat) return false;
      if (entry.kind === "base") stored = Math.max(stored, entry.seq);
      else if (entry.seq === stored + 1) stored = entry.seq;
      else return false;
      return entry.kind === "text";
    });
  }
  stored(seat: number): number {
    const bases = this.log.entries.filter(({ from, kind }) => from === seat && kind === "base");
    return Math.max(
      0,
      ...bases.map(({ seq }) => seq),
      ...this.#counting(seat).map(({ seq }) => seq),
    );
  }
  #base(seat: number): number {
    const bases = this.log.entries.filter(({ from, kind }) => from === seat && kind === "base");
    const last = Math.max(0, ...bases.map(({ seq }) => seq));
    const kept = new Set(this.#counting(seat).map(({ seq }) => seq));
    let base = last + 1;
    while (base > 1 && kept.has(base - 1)) base -= 1;
    return base;
  }
  #append(from: number, seq: number, kind: "text" | "base", body: string): LogEntry {
    this.log.n += 1;
    const id = `${this.log.epoch}-${this.log.n}`;
    const entry = { id, from, seq, kind, body, at: Math.floor(this.time.now()) };
    this.log.entries.push(entry);
    return entry;
  }

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
