// A small model of the services for one named room, after docs/protocol.md section 3.1: enough to hold a client to it. It
// is not the services.
import type { Acceptor, ServerEnd } from "./network.js";
import { answer, notify, type Rpc, refuse } from "./rpc.js";
import type { VirtualTime } from "./virtual_time.js";

interface Seat {
  readonly seat: number;
  name: string;
  state: "present" | "away" | "left";
  end: ServerEnd | null;
  applied: Record<string, number>;
  stored: number;
}

interface Entry {
  readonly id: string;
  readonly from: number;
  readonly seq: number;
}

export class Hall implements Acceptor {
  limit = 50;
  /** The key that it was opened with; null: it is yet to be opened. */
  key: string | null = null;
  readonly opens: Rpc["params"][] = [];
  readonly reports: Rpc["params"][] = [];
  /** All that was said to the node. */
  readonly heard: Rpc[] = [];
  readonly seats = new Map<number, Seat>();
  entries: Entry[] = [];
  epoch = 1;

  constructor(private readonly time: VirtualTime) {}

  accept(end: ServerEnd) {
    const isMatch = end.path === "/match";
    let who: Seat | null = null;
    return {
      frame: (text: string) => {
        const rpc = JSON.parse(text) as Rpc;
        if (isMatch) this.#match(end, rpc);
        else if (rpc.method === "join") who = this.#join(end, rpc);
        else this.#call(end, who, rpc);
      },
      closed: () => who && this.#away(who, end),
    };
  }

  get members(): Seat[] {
    return [...this.seats.values()].filter(({ state }) => state !== "left");
  }

  /** The node notices that this member's connection is dead. */
  miss(name: string): void {
    for (const each of this.members) if (each.name === name && each.end) this.#away(each, each.end);
  }
  /** Somebody comes, says one word, and goes. */
  visit(name: string, word: string): void {
    const seat = 10_000 + this.seats.size;
    const who: Seat = { seat, name, state: "present", end: null, applied: {}, stored: 1 };
    this.seats.set(seat, who);
    this.#tell(who, "presence", { seat, state: "present", left_ms: 0, name });
    const at = Math.floor(this.time.now());
    const id = `${this.epoch}-${this.entries.length + 1}`;
    const entry = { id, from: seat, seq: 1, kind: "text", body: word, at };
    this.entries.push(entry);
    this.#tell(who, "entry", entry);
    this.#left(who);
  }
  /** The grace of who is away is over. */
  endGrace(): void {
    for (const seat of this.members) if (seat.state === "away") this.#left(seat);
  }
  /** Redis forgets the oldest entries. */
  trim(to: number): void {
    this.entries = this.entries.slice(-to);
  }

  #match(end: ServerEnd, { id, method, params }: Rpc): void {
    if (method === "resume") return answer(end, id, { node: "node-0", claim: false });
    if (method === "report") {
      this.reports.push(params);
      return answer(end, id, {});
    }
    this.opens.push(params);
    const { key = "" } = params;
    this.key ??= key;
    if (this.key !== key) return refuse(end, id, "key_wrong", {});
    const seat = 100 + this.opens.length;
    const token = `seat ${seat} ${params.name ?? ""}`;
    answer(end, id, { session: "s", room: "n1", seat, token, node: "node-0", claim: true });
  }

  #join(end: ServerEnd, { id, params }: Rpc): Seat | null {
    if (Object.keys(params.applied).length > 256) {
      refuse(end, id, "invalid_params", { param: "applied" });
      end.close(4201);
      return null;
    }
    const [, number, ...name] = params.token.split(" ");
    const seat = Number(number);
    const known = this.seats.get(seat);
    const isMember = known && known.state !== "left";
    if (!isMember && this.members.length >= this.limit) {
      refuse(end, id, "room_full", { limit: this.limit });
      end.close(4100);
      return null;
    }
    const who = known ?? { ...{ seat, name: name.join(" "), applied: {} }, stored: 0, end: null };
    const is: Seat = Object.assign(who, {
      state: "present" as const,
      end,
      applied: params.applied,
    });
    this.seats.set(seat, is);
    const others = [...this.seats.values()].filter((each) => each !== is);
    answer(end, id, {
      ...{ epoch: this.epoch, seat, accepted: is.stored, time: Math.floor(this.time.now()) },
      ...{ grace_ms: 120_000, delivered: this.#delivered(is) },
      members: others.map((each) => ({
        ...{ seat: each.seat, name: each.name, state: each.state, left_ms: 0, applied: {} },
        base: this.entries.find(({ from }) => from === each.seat)?.seq ?? each.stored + 1,
      })),
    });
    for (const entry of this.entries)
      if (entry.from !== seat && entry.seq > (params.applied[entry.from] ?? 0))
        notify(end, "entry", entry);
    notify(end, "caught_up", {});
    this.#tell(is, "presence", { seat, state: "present", left_ms: 0, name: is.name });
    return is;
  }

  #call(end: ServerEnd, who: Seat | null, { id, method, params }: Rpc): void {
    this.heard.push({ method, params });
    if (method === "sync") {
      const now = Math.floor(this.time.now());
      return answer(end, id, { t0: params.t0, t1: now, t2: now });
    }
    if (who?.end !== end) return;
    if (method === "send") this.#send(who, id, params);
    else if (method === "received") {
      Object.assign(who.applied, params.applied);
      for (const each of this.members)
        notifyIf(each.end, "delivered", { applied: { [each.seat]: this.#delivered(each) } });
    } else if (method === "typing") this.#tell(who, "typing", { by: who.seat, on: params.on });
    else if (method === "rename") {
      who.name = params.name;
      answer(end, id, {});
      this.#tell(who, "renamed", { by: who.seat, name: who.name });
    } else if (method === "leave") {
      answer(end, id, {});
      end.close(4100);
      this.#left(who);
    }
  }

  #send(who: Seat, id: number | undefined, params: Rpc["params"]): void {
    const end = who.end as ServerEnd;
    if (params.seq <= who.stored) return answer(end, id, { again: true });
    if (params.seq > who.stored + 1) return refuse(end, id, "gap", { expected: who.stored + 1 });
    who.stored = params.seq;
    const at = Math.floor(this.time.now());
    const entry = { id: `${this.epoch}-${this.entries.length + 1}`, from: who.seat, at, ...params };
    this.entries.push(entry);
    answer(end, id, { id: entry.id, at });
    this.#tell(who, "entry", entry);
  }

  /** Applied by all who are present. */
  #delivered({ seat, stored }: Seat): number {
    const present = this.members.filter((each) => each.seat !== seat && each.state === "present");
    return Math.min(stored, ...present.map(({ applied }) => applied[seat] ?? 0));
  }
  #tell(from: Seat, method: string, params: object): void {
    for (const each of this.members) if (each !== from) notifyIf(each.end, method, params);
  }
  #away(who: Seat, end: ServerEnd): void {
    if (who.end !== end) return;
    who.end = null;
    if (who.state === "left") return;
    who.state = "away";
    const { seat, name } = who;
    this.#tell(who, "presence", { seat, state: "away", left_ms: 120_000, name });
  }
  #left(who: Seat): void {
    who.state = "left";
    who.end = null;
    const { seat, name } = who;
    this.#tell(who, "presence", { seat, state: "left", left_ms: 0, name });
  }
}

const notifyIf = (end: ServerEnd | null, method: string, params: object): void => {
  if (end) notify(end, method, params);
};
