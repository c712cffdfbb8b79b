// One connection as the machines see it: what it is for, whether it lives, and which call an answer belongs to.
import { decode } from "../wire/decode.js";
import type { RpcError } from "../wire/errors.js";
import type { Notification, Result } from "../wire/heard.js";
import { type Call, encode, type Notice } from "../wire/said.js";
import type { Effects } from "./actions.js";
import { Heartbeat } from "./heartbeat.js";

/** What a connection is for is what is asked on it first. `resume` is over with its answer. */
export type Errand = "seek" | "open" | "resume" | "join";

/** What a frame turned out to be. `call` is what was asked; none for an error without an id. */
export type Heard =
  | { readonly type: "result"; readonly call: Call; readonly tag: number; readonly result: Result }
  | {
      readonly type: "error";
      readonly call: Call | null;
      readonly tag: number;
      readonly error: RpcError;
    }
  | { readonly type: "notification"; readonly message: Notification }
  /** Not a frame of this protocol, or of a version to come: dropped. What it leaves undone heals by itself. */
  | { readonly type: "nothing" };

interface Asked {
  readonly call: Call;
  readonly tag: number;
  readonly at: number;
}

const dialTimeout = 5_000;
/** How long the first answer may take. A matchmaker says `waiting` every 2 s: longer silence is a dead connection. */
const patience = { seek: 8_000, open: 5_000, resume: 5_000, join: 10_000 };
/** Patience after the browser said that the network or the tab has changed. */
const probeTimeout = 3_000;
const never = Number.POSITIVE_INFINITY;

export class Link {
  readonly id: number;
  /** When the errand was answered well. */
  doneAt: number | null = null;
  isOpen = false;
  /** Asks a room's node; a matchmaker speaks by itself. */
  #heartbeat: Heartbeat | null = null;
  /** When it has taken too long. */
  #limit: number;
  readonly #asked = new Map<number | string, Asked>();
  #lastId = 0;

  constructor(
    private readonly effects: Effects,
    readonly errand: Errand,
    node: string,
    now: number,
  ) {
    this.id = effects.connect(errand === "join" ? { at: "node", node } : { at: "match" });
    this.#limit = now + dialTimeout;
  }

  /** It is open: `call` is its errand. */
  open(call: Call, now: number): void {
    this.isOpen = true;
    this.request(call, now);
    this.#limit = now + patience[this.errand];
    if (this.errand !== "join") return;
    this.#heartbeat = new Heartbeat(now);
    this.beat(now);
  }
  done(now: number): void {
    this.doneAt = now;
    if (this.#heartbeat) this.#limit = never;
  }
  /** A `sync` was answered. */
  alive(now: number): void {
    this.#heartbeat?.answered(now);
  }
  /** Is it still alive? An errand under way keeps its time: a join heard late would replace the one that followed it. */
  probe(now: number): void {
    if (this.doneAt === null) return;
    if (this.#heartbeat) this.#heartbeat.probe(now);
    else this.#limit = Math.min(this.#limit, now + probeTimeout);
  }
  /** False when it is dead. */
  beat(now: number): boolean {
    if (now >= this.#limit) return false;
    const due = this.#heartbeat?.due(now, this.#oldest);
    if (due === "sync") this.request({ method: "sync", params: { t0: Math.floor(now) } }, now);
    return due !== "dead";
  }
  deadline(): number {
    return Math.min(this.#limit, this.#heartbeat?.deadline(this.#oldest) ?? never);
  }

  /** `tag` is handed back with the answer. */
  request(call: Call, now: number, tag = 0): void {
    this.#lastId += 1;
    this.#asked.set(this.#lastId, { call, tag, at: now });
    this.#transmit(encode(call, this.#lastId));
  }

  notify(notice: Notice): void {
    this.#transmit(encode(notice));
  }

  hear(frame: string, now: number): Heard {
    if (this.errand === "seek") this.#limit = now + patience.seek;
    const incoming = decode(frame, (id) => this.#asked.get(id)?.call.method);
    if (incoming === null || incoming.type === "unknown") return { type: "nothing" };
    if (incoming.type === "notification") return incoming;
    const { call = null, tag = 0 } = this.#asked.get(incoming.id ?? "") ?? {};
    this.#asked.delete(incoming.id ?? "");
    if (incoming.type === "error") return { ...incoming, call, tag };
    return call === null ? { type: "nothing" } : { ...incoming, call, tag };
  }

  close(): void {
    this.effects.push({ do: "close", link: this.id });
  }

  /** Since when the oldest request, other than `sync`, waits; +∞ when none does. */
  get #oldest(): number {
    for (const { call, at } of this.#asked.values()) if (call.method !== "sync") return at;
    return never;
  }

  #transmit(text: string): void {
    this.effects.push({ do: "transmit", link: this.id, text });
  }
}
