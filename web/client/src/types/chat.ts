// A chat as a page or a bot sees it. Types only.
import type { Gap, Message, Sent, TranscriptItem } from "./messages.js";
import type { ChatEnd, ConnectionState, Refusal, Unsubscribe } from "./states.js";

export interface Partner {
  readonly seat: number;
  readonly name: string;
  readonly state: "present" | "away";
  /** While away: how long the room still waited for them when this was told; else 0. */
  readonly leftMs: number;
  /** `state.leftMs` as an instant of this client's clock (`Clock.now`), for a countdown; 0 while present. */
  readonly awayUntil: number;
  readonly typing: boolean;
}

export interface PartnerChange extends Partner {
  readonly change: "present" | "away" | "renamed";
}

/** Trouble with keeping things; nothing is lost by it as long as the tab stays open. */
export interface StorageNotice {
  /** `service`: the service has lost its Redis. `tab`: this tab's storage is full, a reload would forget. */
  readonly where: "service" | "tab";
  readonly available: boolean;
}

export interface ChatEvents {
  /** Somebody else's message, in order, once. */
  message: Message;
  typing: { readonly seat: number; readonly on: boolean };
  /** One tick for every own message up to `seq`. */
  stored: { readonly seq: number };
  /** Two ticks for every own message up to `seq`. */
  delivered: { readonly seq: number };
  state: ConnectionState;
  partner: PartnerChange;
  gap: Gap;
  storage: StorageNotice;
  ended: ChatEnd;
}

/** A conversation. It survives lost connections, dying nodes and a reload of the tab. */
export interface Chat {
  readonly room: string;
  readonly seat: number;
  /** The interests shared with the partner. */
  readonly interests: readonly string[];
  /** One's own display name. */
  readonly name: string;
  readonly partner: Partner;
  readonly state: ConnectionState;
  /** Null while it goes on. */
  readonly ended: ChatEnd | null;
  /** Everything said, oldest first, ticks up to date; a new array after each change. Kept after the end. */
  readonly transcript: readonly TranscriptItem[];
  /** How many own messages are not delivered yet. */
  readonly unconfirmed: number;
  /** The services' clock minus this client's in ms, and how far it may be off; null before it is known. */
  readonly clockOffset: { readonly offsetMs: number; readonly errorMs: number } | null;
  /** At once, also while disconnected: the message is taken and will arrive, or it is refused by name. */
  send(text: string): Sent | Refusal;
  /** May be called at every key press; signals are spared and end by themselves after 5 s. */
  setTyping(on: boolean): void;
  rename(name: string): { readonly ok: true } | Refusal;
  /** Ends the conversation for both. What was sent before is still delivered to the node first. */
  leave(): void;
  on<K extends keyof ChatEvents>(event: K, listener: (value: ChatEvents[K]) => void): Unsubscribe;
}
