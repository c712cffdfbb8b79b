// How a wait or a chat stands with the services, in the words of `ConnectionState`: told when it changes.
import type { ConnectionState } from "../types.js";
import type { Effects } from "./actions.js";

export interface Facts {
  readonly connected: boolean;
  /** Was connected before. */
  readonly again: boolean;
  /** The room said that it moves. */
  readonly moving: boolean;
  /** How many tries have failed since the last success. */
  readonly attempt: number;
  /** When the next try begins; not in the future while it runs. */
  readonly retryAt: number;
}

export class Standing {
  state: ConnectionState = { kind: "connecting" };

  constructor(
    private readonly effects: Effects,
    /** What the browser says. */
    public online: boolean,
  ) {}

  tell(facts: Facts, now: number): void {
    const state = this.#inWords(facts, now);
    if (JSON.stringify(state) === JSON.stringify(this.state)) return;
    this.state = state;
    this.effects.signal("state", state);
  }

  /** Whoever has ended it tells why. */
  end(): void {
    this.state = { kind: "ended" };
  }

  #inWords({ connected, again, moving, attempt, retryAt }: Facts, now: number): ConnectionState {
    if (connected) return { kind: "connected" };
    if (!this.online) return { kind: "offline" };
    if (moving) return { kind: "moved" };
    if (!again && attempt === 0) return { kind: "connecting" };
    const retryInMs = Math.round(Math.max(0, retryAt - now));
    return { kind: "reconnecting", attempt: Math.max(1, attempt), retryInMs };
  }
}
