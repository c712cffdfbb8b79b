// The model's matchmakers: who waits, who is paired, and where the room is; reports and blocks.
import type { ServerEnd } from "./network.js";
import { RoomLog } from "./room_log.js";
import { answer, notify, type Refusal, type Rpc, refuse } from "./rpc.js";
import type { VirtualTime } from "./virtual_time.js";

export class Matchmakers {
  readonly nodes = new Map([
    ["node-0", true],
    ["node-1", true],
    ["node-2", true],
  ]);
  log = new RoomLog();
  ended: { reason: string; by?: number; priority?: string } | null = null;
  matchmakers = true;
  /** What seeks are refused with, as long as it stands here. */
  refuseSeeks: Refusal | null = null;
  /** Ends each connection to a matchmaker with this code once its `seek` is answered. */
  closesAfterSeek: number | null = null;
  /** What `report` and `block` to come are refused with; `cut`: not answered. */
  readonly refuseAsked: string[] = [];
  /** Those that were taken. */
  readonly asked: Rpc["params"][] = [];
  readonly names = ["", "Otter", "Lynx"];
  readonly seeks: Rpc["params"][] = [];
  #waiting: { end: ServerEnd; attempt: number }[] = [];
  protected seats = 0;

  constructor(protected readonly time: VirtualTime) {}

  protected match(end: ServerEnd) {
    return {
      frame: (text: string) => {
        const { id, method, params } = JSON.parse(text) as Rpc;
        if (method === "seek") this.#seek(end, id, params);
        else if (method === "cancel") this.#cancel(end, id, params.attempt);
        else if (method === "resume") this.#resume(end, id, params.unreachable);
        else this.#asked(end, id, method, params);
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
    this.seats = (this.seats % 2) + 1;
    const seat = this.seats;
    const partner = { seat: 3 - seat, name: this.names[3 - seat] };
    const place = { room: "room", node: this.log.owner, language: "en", interests: ["chess"] };
    notify(end, "assigned", { attempt, seat, token: `seat ${seat}`, partner, ...place });
  }

  #cancel(end: ServerEnd, id: number | undefined, attempt: number): void {
    this.#waiting = this.#waiting.filter((other) => other.end !== end);
    answer(end, id, {});
    notify(end, "wait_ended", { attempt, reason: "cancelled" });
  }

  #asked(end: ServerEnd, id: number | undefined, method: string, params: Rpc["params"]): void {
    const refusal = this.refuseAsked.shift();
    if (refusal === "cut") return end.close(1011);
    if (refusal) return refuse(end, id, refusal, {});
    this.asked.push({ method, ...params });
    answer(end, id, {});
  }

  #resume(end: ServerEnd, id: number | undefined, unreachable: readonly string[]): void {
    if (this.ended) return refuse(end, id, "room_ended", this.ended);
    const usable = (node: string) => this.nodes.get(node) && !unreachable.includes(node);
    if (usable(this.log.owner)) return answer(end, id, { node: this.log.owner, claim: false });
    const other = [...this.nodes.keys()].find(usable);
    if (other === undefined) return refuse(end, id, "no_node", { retry_ms: 500 });
    answer(end, id, { node: other, claim: true });
  }
}
