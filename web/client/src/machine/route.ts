// Where to go next when a room's connection is lost or refused: the same node, another, or a matchmaker to ask.
// Decisions only; connection.ts acts on the steps.
import * as CloseCode from "../wire/close_codes.js";
import type { RpcError } from "../wire/errors.js";
import { type RoomEnd, roomEnds } from "../wire/heard.js";
import { maxUnreachable } from "../wire/limits.js";
import type { Call } from "../wire/said.js";
import { Backoff, stableAfter } from "./backoff.js";
import type { Errand } from "./link.js";
import type { Found, Guide, Step, Way } from "./tenant.js";

/** Why a room is over for this client. */
export interface RoomOver {
  readonly reason: RoomEnd | "replaced" | "full" | "broken";
  readonly by?: number;
  readonly priority?: string;
  /** What the service said no with, where that tells more. */
  readonly error?: RpcError;
}

const quickAllowed = 2;
const mostHops = 3;

export class Route implements Guide<RoomOver> {
  /** Whether the matchmaker said that the owner is gone. */
  claim = false;
  readonly #backoff: Backoff;
  readonly #unreachable = new Set<string>();
  /** A node that could not be reached once: a cut can hit two connections in a row, so once is no proof. */
  #doubted: string | null = null;
  /** After a success, and after having asked in vain, the next failure is followed up at once. */
  #patient = false;
  #quick = 0;
  #hops = 0;

  constructor(
    /** Where the room is, as far as is known. */
    public node: string,
    private readonly random: () => number,
  ) {
    this.#backoff = new Backoff(random);
  }

  get attempt(): number {
    return this.#backoff.attempt;
  }
  /** The nodes that could not be reached since the last success; for `resume`. */
  get unreachable(): readonly string[] {
    return [...this.#unreachable].slice(-maxUnreachable);
  }

  joined(): void {
    this.#unreachable.clear();
    this.#doubted = null;
    this.#patient = false;
    this.claim = false;
    this.#hops = 0;
  }

  lost(errand: Errand, code: number, livedMs: number | null): Way<RoomOver> {
    if (errand === "resume") return this.#unfound();
    const over = endOf(code);
    if (over !== null) return over;
    if (livedMs === null) return this.#unreached(code);
    if (livedMs >= stableAfter) this.#stable();
    else this.#quick += 1;
    if (this.#quick > quickAllowed) return this.#find(this.#backoff.next());
    switch (code) {
      case CloseCode.goingAway:
      case CloseCode.moved:
      case CloseCode.notOwner:
      case CloseCode.roomEnded: // the answer to `resume` tells why
        return this.#find(0);
      case CloseCode.storageUnavailable:
        return this.#find(this.#backoff.next());
      case CloseCode.rateLimited:
        return this.#dial(1_000 + 2_000 * this.random());
      default:
        return this.#dial(0);
    }
  }

  turnedAway(errand: Errand, error: RpcError): Way<RoomOver> {
    const over = overOf(error);
    if (over !== null) return over;
    if (errand === "resume") {
      if (error.name === "no_node") this.#unreachable.clear();
      return this.#find(this.#wait(error));
    }
    switch (error.name) {
      case "wrong_node":
        this.#hops += 1;
        if (error.node === undefined || this.#hops > mostHops) return this.#find(this.#wait(error));
        return this.moved(error.node);
      case "draining":
      case "node_full":
        this.#unreachable.add(this.node);
        return this.#findSoon();
      case "move_refused": // a node that was held for unreachable serves it: it may be back
        this.#unreachable.clear();
        return this.#findSoon();
      default:
        return this.#find(this.#wait(error));
    }
  }

  /** A matchmaker has named the node. */
  found({ node, claim }: Found): Step {
    this.node = node;
    this.claim = claim;
    return this.#dial(0);
  }

  /** No matchmaker could be asked: the fault is nearer than any node, so nothing is held against them. */
  #unfound(): Step {
    this.#unreachable.clear();
    this.#patient = false;
    this.claim = false;
    return this.#dial(this.#backoff.next());
  }

  /** The room says that it moves, or a node that it lives elsewhere. */
  moved(node: string | undefined): Step {
    if (!node) return this.#find(0);
    this.node = node;
    this.claim = false;
    return this.#dial(0);
  }

  /** The network or the tab is back: try at once, and hold nothing of before against any node. */
  fresh(): void {
    this.#stable();
    this.#patient = false;
    this.#doubted = null;
    this.#unreachable.clear();
  }

  #unreached(code: number): Step {
    const answered = code >= 4_000 && code < 5_000;
    const proven = code === CloseCode.goingAway || (!answered && this.#doubted === this.node);
    if (proven) this.#unreachable.add(this.node);
    this.#doubted = this.node;
    return this.#findSoon();
  }
  #findSoon(): Step {
    const inMs = this.#patient ? this.#backoff.next() : 0;
    this.#patient = true;
    return this.#find(inMs);
  }
  #stable(): void {
    this.#backoff.reset();
    this.#quick = 0;
  }
  #wait(error: RpcError): number {
    return this.#backoff.after(error.retry_ms);
  }
  #dial(inMs: number): Step {
    return { go: "join", inMs };
  }
  #find(inMs: number): Step {
    return { go: "resume", inMs };
  }
}

const broken: RoomOver = { reason: "broken" };
const expired: RoomOver = { reason: "expired" };

/** Close codes that end a conversation. */
const endOf = (code: number): RoomOver | null => {
  if (code === CloseCode.replaced) return { reason: "replaced" };
  if (code === CloseCode.tokenExpired) return expired;
  return CloseCode.classify(code) === "final" ? broken : null;
};

/** Errors that end a conversation. */
export const overOf = (error: RpcError): RoomOver | null => {
  switch (error.name) {
    case "room_ended": {
      const reason = roomEnds.find((known) => known === error.reason) ?? "expired";
      return error.by === undefined ? { reason } : { reason, by: error.by };
    }
    case "token_expired":
      return expired;
    case "room_full":
      return { reason: "full", error };
    case "key_wrong":
      return { reason: "broken", error };
    case "token_invalid":
    case "too_long":
    case "parse_error":
    case "invalid_request":
    case "invalid_params":
    case "method_not_found":
      return broken;
    default:
      return null;
  }
};

/** A node that is older than this client, in a rolling update: what it does not know waits for a newer one. */
export const isOfLater = (call: Call | null, { name }: RpcError): boolean =>
  call?.method === "send" && call.params.kind !== "text" && name === "invalid_params";
