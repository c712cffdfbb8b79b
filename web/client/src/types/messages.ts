// What a transcript holds, and what `send` hands back. Types only.
import type { MessageStatus } from "./states.js";

/** One message of the transcript. (`from`, `seq`) is its identity for ever; `key` is both in one string. */
export interface Message {
  readonly kind: "message";
  readonly key: string;
  /** The sender's seat. */
  readonly from: number;
  readonly mine: boolean;
  readonly seq: number;
  /** Empty when it is a question or removed. */
  readonly text: string;
  /** Its sender has changed the text. */
  readonly edited: boolean;
  /** Its sender has taken it back. */
  readonly removed: boolean;
  /** An icebreaker: the number of the question in the page's bank; else null. */
  readonly question: string | null;
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

export type TranscriptItem = Message | Gap;

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
