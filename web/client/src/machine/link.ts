// One connection as the machines see it: numbers requests and finds the call that an answer belongs to.
import { decode } from "../wire/decode.js";
import type { RpcError } from "../wire/errors.js";
import type { Notification, Result } from "../wire/heard.js";
import { type Call, encode, type Notice } from "../wire/said.js";
import type { Effects, Target } from "./actions.js";

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

export class Link {
  readonly id: number;
  #asked = new Map<number | string, Asked>();
  #lastId = 0;

  constructor(
    private readonly effects: Effects,
    readonly target: Target,
  ) {
    this.id = effects.connect(target);
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

  hear(frame: string): Heard {
    const incoming = decode(frame, (id) => this.#asked.get(id)?.call.method);
    if (incoming === null || incoming.type === "unknown") return { type: "nothing" };
    if (incoming.type === "notification") return incoming;
    const { call = null, tag = 0 } = this.#asked.get(incoming.id ?? "") ?? {};
    this.#asked.delete(incoming.id ?? "");
    if (incoming.type === "error") return { ...incoming, call, tag };
    return call === null ? { type: "nothing" } : { ...incoming, call, tag };
  }

  /** Since when the oldest request, other than `sync`, waits; +∞ when none does. */
  get oldest(): number {
    for (const { call, at } of this.#asked.values()) if (call.method !== "sync") return at;
    return Number.POSITIVE_INFINITY;
  }

  close(code = 1000): void {
    this.effects.push({ do: "close", link: this.id, code });
  }

  #transmit(text: string): void {
    this.effects.push({ do: "transmit", link: this.id, text });
  }
}
