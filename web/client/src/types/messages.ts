// What a transcript holds, and what `send` hands back. Types only.
import type { MessageStatus } from "./states.js";

/** What the service knows of a picture. The rest is the sender's word. */
export interface ImageInfo {
  readonly id: string;
  readonly size: number;
  readonly width: number;
  readonly height: number;
}

export interface FileInfo {
  readonly id: string;
  readonly size: number;
  readonly name: string;
}

/** How far another clock is ahead, and how far that may be off. */
export interface Offset {
  readonly offsetMs: number;
  readonly errorMs?: number;
}

/** Unix ms of the sender's own clock when it was said, and the services' clock minus that. */
export interface SenderClock {
  readonly at: number;
  readonly offsetMs: number;
  readonly errorMs: number;
}

/** One message of the transcript. (`from`, `seq`) is its identity for ever; `key` is both in one string. */
export interface Message {
  readonly kind: "message";
  readonly key: string;
  /** The sender's seat. */
  readonly from: number;
  readonly mine: boolean;
  readonly seq: number;
  /** The seq of what was said last about it: its own, or that of its last edit or removal. `status` is of that one. */
  readonly revision: number;
  /** Empty when it is a question, an image, a file, or removed. */
  readonly text: string;
  /** Its sender has changed the text. */
  readonly edited: boolean;
  /** Its sender has taken it back. */
  readonly removed: boolean;
  /** An icebreaker: the number of the question in the page's bank; else null. */
  readonly question: string | null;
  /** A picture; `Talk.fileOf` has its bytes. Else null. */
  readonly image: ImageInfo | null;
  /** Anything else; `Talk.fileOf` has its bytes. Else null. */
  readonly file: FileInfo | null;
  /** One's own: the service's words filter has changed it, and this is what both see. */
  readonly filtered: boolean;
  /** One's own: the service wants to check it first; it is sent again by itself. */
  readonly held: boolean;
  /** The sender's own clock, when the sender tells it (`Talk.clocks`); else null. */
  readonly clock: SenderClock | null;
  /** The reference clock minus that of `at`, when the service knew one; else null. */
  readonly reference: Offset | null;
  /** Unix ms on the services' clock; the sender's corrected clock until it is stored. */
  readonly at: number;
  readonly status: MessageStatus;
}

/** Messages `first` to `last` of a seat are not to be had (its member's client broke its promises). */
export interface Gap {
  readonly kind: "gap";
  readonly key: string;
  readonly from: number;
  readonly first: number;
  readonly last: number;
}

/** In a named room: somebody has come or gone. */
export interface MemberLine {
  readonly kind: "member";
  readonly key: string;
  readonly from: number;
  readonly change: "joined" | "left";
  /** As they were called then. */
  readonly name: string;
  /** Unix ms on the services' clock. */
  readonly at: number;
}

export type TranscriptItem = Message | Gap | MemberLine;

/** An image or a file on its way to the service. It becomes a message when it is there. */
export interface Upload {
  readonly ok: true;
  /** Rejects with a `ParleyError`: `cancelled`, `chat_ended`, or the service's error. Need not be awaited. */
  readonly sent: Promise<Sent>;
  /** No effect once `sent` has resolved. */
  cancel(): void;
}

/** A message taken for sending: it is saved in this tab and will arrive as long as the tab lives. */
export interface Sent {
  readonly ok: true;
  /** Its number when it was taken; another one only if a copy of this tab has used that meanwhile. */
  readonly seq: number;
  /** One tick. Rejects with a `ParleyError` if the chat ends first; need not be awaited. */
  readonly stored: Promise<void>;
  /** Two ticks. Rejects with a `ParleyError` if the chat ends first; need not be awaited. */
  readonly delivered: Promise<void>;
}
