// What is said in a room, and a chat of two, as a page or a bot sees them. Types only.
import type { Gap, Message, Offset, Sent, TranscriptItem, Upload } from "./messages.js";
import type { ChatEnd, ConnectionState, ParleyError, Refusal, Unsubscribe } from "./states.js";

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

export type ReportReason = "abuse" | "sexual" | "minor" | "threat" | "spam" | "other";

export interface Report {
  readonly reason: ReportReason;
  /** At most 1,000 characters. */
  readonly words?: string;
}

/** Of an upload, as a fraction; back to 0 when it begins again. `trouble`: why the last try failed, as soon as one has. */
export type Progress = (fraction: number, trouble?: ParleyError["code"]) => void;

export interface ImageOptions {
  readonly width: number;
  readonly height: number;
  readonly onProgress?: Progress;
}

export interface FileOptions {
  readonly name: string;
  readonly onProgress?: Progress;
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

/** What happens in any room. */
export interface TalkEvents {
  /** Somebody else's message, in order, once. */
  message: Message;
  typing: { readonly seat: number; readonly on: boolean };
  /** One tick for every own message up to `seq`. */
  stored: { readonly seq: number };
  /** Two ticks for every own message up to `seq`. */
  delivered: { readonly seq: number };
  /** Somebody has edited or removed a message, or the service filters or holds one's own: this is what it is now. */
  changed: { readonly message: Message };
  /** The service's words filter has changed one's own name. */
  renamed: { readonly name: string };
  state: ConnectionState;
  gap: Gap;
  storage: StorageNotice;
  ended: ChatEnd;
}

export interface ChatEvents extends TalkEvents {
  partner: PartnerChange;
  /** Every own message up to `seq` was on a visible screen of the partner. */
  seen: { readonly seq: number };
  /** Nobody wrote for long: who is still there says so by `stay` or a message within `leftMs`. 0: no question (any more). */
  idle: { readonly leftMs: number };
}

/** What a chat and a named room have in common. It survives lost connections, dying nodes and a reload of the tab. */
export interface Talk {
  readonly room: string;
  readonly seat: number;
  /** One's own display name. */
  readonly name: string;
  readonly state: ConnectionState;
  /** Null while it goes on. */
  readonly ended: ChatEnd | null;
  /** Everything said, oldest first, ticks up to date; a new array after each change. Kept after the end. */
  readonly transcript: readonly TranscriptItem[];
  /** How many own messages are not delivered yet. */
  readonly unconfirmed: number;
  /** The services' clock minus this client's in ms, and how far it may be off; null before it is known. */
  readonly clockOffset: Required<Offset> | null;
  /** The reference clock minus the services', when they have one. */
  readonly reference: Required<Offset> | null;
  /** At once, also while disconnected: the message is taken and will arrive, or it is refused by name. */
  send(text: string): Sent | Refusal;
  /** Changes the text of one's own message `seq`. The edit is a message itself, delivered like any other. */
  edit(seq: number, text: string): Sent | Refusal;
  /** Takes one's own message `seq` back, for all. */
  remove(seq: number): Sent | Refusal;
  /** Asks all the question of this number (1 to 40 of `a-z`, `0-9` and `-`) in the page's bank. */
  icebreaker(question: string): Sent | Refusal;
  /** A picture of at most 2 MiB (unless the service says otherwise); `width` and `height` in pixels. */
  sendImage(blob: Blob, options: ImageOptions): Upload | Refusal;
  /** At most 5 MiB (unless the service says otherwise). The name has 1 to 100 characters and no path. */
  sendFile(blob: Blob, options: FileOptions): Upload | Refusal;
  /** The bytes of an image or a file, three at a time. Rejects with a `ParleyError`, or with the signal's reason. */
  fileOf(message: Message, options?: { readonly signal?: AbortSignal }): Promise<Blob>;
  /** Whether one's own clock goes along with each message from now on. Not at first: its error can tell a device apart. */
  clocks(on: boolean): void;
  /** May be called at every key press; signals are spared and end by themselves after 5 s. */
  setTyping(on: boolean): void;
  rename(name: string): { readonly ok: true } | Refusal;
  /** What was sent before is still delivered to the node first. */
  leave(): void;
  /** The others' messages from when this came to be, in order, once each; until it ends. */
  [Symbol.asyncIterator](): AsyncIterator<Message, void, void>;
  on<K extends keyof TalkEvents>(event: K, listener: (value: TalkEvents[K]) => void): Unsubscribe;
}

/** A conversation of two. Leaving ends it for both. */
export interface Chat extends Talk {
  /** The interests shared with the partner. */
  readonly interests: readonly string[];
  readonly partner: Partner;
  /** All that was shown so far is on a visible screen; told to the partner now and then. Never called: never told. */
  seen(): void;
  /** Answers `idle`. */
  stay(): void;
  /** To the operators, during the chat and after it. Rejects with a `ParleyError`. */
  report(report: Report): Promise<void>;
  /** Never again with this partner, as long as both sessions live. Does not leave. Rejects with a `ParleyError`. */
  block(): Promise<void>;
  on<K extends keyof ChatEvents>(event: K, listener: (value: ChatEvents[K]) => void): Unsubscribe;
}
