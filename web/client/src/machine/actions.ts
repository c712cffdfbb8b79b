// What happens to the machines (events) and what they want done (actions). The runtime performs; it decides nothing.
import type {
  Assignment,
  ChatEnd,
  ConnectionState,
  Gap,
  MemberChange,
  Message,
  PartnerChange,
  StorageNotice,
  WaitEnd,
  WaitStatus,
} from "../types.js";

import type { Moved } from "./outbox.js";

/** Which door a connection goes to. */
export type Target = { readonly at: "match" } | { readonly at: "node"; readonly node: string };

/** Told to whoever uses the library; the values are those of the public events. */
export interface Signals {
  waiting: WaitStatus;
  assigned: Assignment;
  no_show: undefined;
  opened: undefined;
  wait_ended: WaitEnd;
  state: ConnectionState;
  storage: StorageNotice;
  message: Message;
  typing: { readonly seat: number; readonly on: boolean };
  stored: { readonly seq: number };
  /** Not for the user: own messages have got other numbers. */
  moved: Moved;
  /** Not for the user: files are to be looked up, and uploaded again where they are missing. */
  unchecked: undefined;
  delivered: { readonly seq: number };
  seen: { readonly seq: number };
  changed: { readonly message: Message };
  idle: { readonly leftMs: number };
  renamed: { readonly name: string };
  partner: PartnerChange;
  member: MemberChange;
  gap: Gap;
  chat_ended: ChatEnd;
}

export type Signal = {
  [K in keyof Signals]: { readonly name: K; readonly value: Signals[K] };
}[keyof Signals];

export type Action =
  | { readonly do: "connect"; readonly link: number; readonly target: Target }
  | { readonly do: "transmit"; readonly link: number; readonly text: string }
  | { readonly do: "close"; readonly link: number }
  | { readonly do: "save"; readonly key: string; readonly value: string }
  | { readonly do: "erase"; readonly key: string }
  | { readonly do: "signal"; readonly signal: Signal };

/** What comes from outside; user acts are methods of the session. */
export type Event =
  | { readonly type: "opened"; readonly link: number }
  | { readonly type: "frame"; readonly link: number; readonly text: string }
  | { readonly type: "closed"; readonly link: number; readonly code: number }
  | { readonly type: "environment"; readonly change: "online" | "offline" | "visible" }
  /** After each batch of saves: whether all of it fitted. */
  | { readonly type: "storage"; readonly available: boolean }
  /** A deadline of the machine may have come. */
  | { readonly type: "tick" };

/** Collects actions in the order in which they must happen. */
export class Effects {
  #actions: Action[] = [];
  #links = 0;
  /** After this conversation has lost its place in the tab's storage, nothing of it is written any more. */
  #muted = false;

  take(): Action[] {
    const actions = this.#actions;
    this.#actions = [];
    return actions;
  }
  push(action: Action): void {
    this.#actions.push(action);
  }
  connect(target: Target): number {
    this.push({ do: "connect", link: ++this.#links, target });
    return this.#links;
  }
  save(key: string, value: unknown): void {
    if (!this.#muted) this.push({ do: "save", key, value: JSON.stringify(value) });
  }
  erase(key: string): void {
    if (!this.#muted) this.push({ do: "erase", key });
  }
  mute(): void {
    this.#muted = true;
  }
  signal<K extends keyof Signals>(name: K, value: Signals[K]): void {
    this.push({ do: "signal", signal: { name, value } as Signal });
  }
}
