// Performs what a session decides: connections, the one timer, storage, signals. It decides nothing by itself.

import type {
  Clock,
  Environment,
  Http,
  Storage,
  Transport,
  TransportConnection,
} from "./injected.js";
import type { Action, Event, Signal, Target } from "./machine/actions.js";
import type { Session } from "./machine/session.js";
import type { Unsubscribe } from "./types.js";
import * as CloseCode from "./wire/close_codes.js";
import { subprotocol } from "./wire/limits.js";

export interface Surroundings {
  /** Ends without a slash, begins with `ws`. */
  readonly url: string;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly random: () => number;
  readonly transport: Transport;
  readonly http: Http;
  readonly environment: Environment;
}

const path = (target: Target): string =>
  target.at === "match" ? "/match" : `/node/${encodeURIComponent(target.node)}/ws`;

export class Runtime {
  #connections = new Map<number, TransportConnection>();
  #cancelTimer: Unsubscribe = () => {};
  #unsubscribe: Unsubscribe;
  /** Actions are performed by the outermost call only, so that their order is that of the machine. */
  #performing = false;
  #quiet = false;

  constructor(
    readonly session: Session,
    readonly surroundings: Surroundings,
    private readonly onSignal: (signal: Signal) => void,
  ) {
    this.#unsubscribe = surroundings.environment.subscribe((change) => {
      this.#dispatch({ type: "environment", change });
    });
  }

  /** The storage is another's from now on, also for what is being performed just now. */
  quit(): void {
    this.#quiet = true;
    this.run((session) => session.effects.mute());
  }

  /** Lets the session act, then does what it wants. */
  run<T>(act: (session: Session, now: number) => T): T {
    const result = act(this.session, this.surroundings.clock.now());
    this.#settle();
    return result;
  }

  #dispatch(event: Event): void {
    this.run((session, now) => session.handle(event, now));
  }

  #settle(): void {
    if (this.#performing) return;
    this.#performing = true;
    try {
      const take = () => this.session.take(this.surroundings.clock.now());
      for (let actions = take(); actions.length > 0; actions = take()) this.#performAll(actions);
    } finally {
      this.#performing = false;
    }
    this.#setTimer();
  }

  #performAll(actions: readonly Action[]): void {
    let saved = true;
    let saves = 0;
    for (const action of actions) {
      if (this.#quiet && "key" in action) continue;
      if (action.do === "save") {
        saves += 1;
        saved = this.#save(action.key, action.value) && saved;
      } else this.#perform(action);
    }
    if (saves === 0) return;
    this.session.handle({ type: "storage", available: saved }, this.surroundings.clock.now());
  }

  #perform(action: Exclude<Action, { do: "save" }>): void {
    switch (action.do) {
      case "connect":
        return this.#connect(action.link, action.target);
      case "transmit":
        return this.#connections.get(action.link)?.send(action.text);
      case "close":
        this.#connections.get(action.link)?.close(CloseCode.normal);
        this.#connections.delete(action.link);
        return;
      case "erase":
        return this.#erase(action.key);
      case "signal":
        return this.onSignal(action.signal);
    }
  }

  #connect(link: number, target: Target): void {
    const { transport, url } = this.surroundings;
    const known = () => this.#connections.has(link);
    const connection = transport.open(url + path(target), subprotocol, {
      opened: () => known() && this.#dispatch({ type: "opened", link }),
      frame: (text) => known() && this.#dispatch({ type: "frame", link, text }),
      closed: (code) => {
        if (this.#connections.delete(link)) this.#dispatch({ type: "closed", link, code });
      },
    });
    this.#connections.set(link, connection);
  }

  #save(key: string, value: string): boolean {
    try {
      this.surroundings.storage.setItem(key, value);
      return true;
    } catch {
      return false;
    }
  }

  #erase(key: string): void {
    try {
      this.surroundings.storage.removeItem(key);
    } catch {
      // A storage that is forbidden has nothing to erase.
    }
  }

  #setTimer(): void {
    this.#cancelTimer();
    const deadline = this.session.deadline();
    if (deadline === Number.POSITIVE_INFINITY) {
      this.#cancelTimer = () => {};
      if (this.session.state.kind === "ended") this.#unsubscribe();
      return;
    }
    const delayMs = Math.max(0, Math.ceil(deadline - this.surroundings.clock.now()));
    this.#cancelTimer = this.surroundings.clock.after(delayMs, () =>
      this.#dispatch({ type: "tick" }),
    );
  }
}
