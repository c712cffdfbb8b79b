// A named room as a page or a bot sees it: opened by its name, with members who come and go. Types only.
import type { Report, Talk, TalkEvents } from "./chat.js";
import type { Unsubscribe } from "./states.js";
import type { Entering, EnteringEvents } from "./wait.js";

export interface OpenRequest {
  /** 1 to 60 characters; case does not matter. Who opens it first makes it. */
  readonly room: string;
  /** Who opens a room first says what its key is. It never leaves this tab, only its hash does. */
  readonly key?: string;
  /** Display name, at most 40 characters. */
  readonly name?: string;
  /** Aborting gives it up; later it leaves the room. */
  readonly signal?: AbortSignal;
}

/** Somebody else in a named room. */
export interface Member {
  readonly seat: number;
  readonly name: string;
  /** `left`: no member any more; named as long as there are messages of theirs. */
  readonly state: "present" | "away" | "left";
  readonly typing: boolean;
}

export interface MemberChange extends Member {
  /** `joined`: was no member before. `present`: back from being away. */
  readonly change: "joined" | "present" | "away" | "left" | "renamed";
}

export interface NamedRoomEvents extends TalkEvents {
  member: MemberChange;
}

/** A room with members who come and go. Leaving ends one's own membership; two ticks: all who are present have it. */
export interface NamedRoom extends Talk {
  /** As it was opened: trimmed. */
  readonly title: string;
  /** Everybody else, by seat; also who has left and has messages in the transcript. A new array after each change. */
  readonly members: readonly Member[];
  /** To the operators, about a member's seat, also of one who has left. Rejects with a `ParleyError`. */
  report(report: Report & { readonly about: number }): Promise<void>;
  on<K extends keyof NamedRoomEvents>(
    event: K,
    listener: (value: NamedRoomEvents[K]) => void,
  ): Unsubscribe;
}

/** `ended` with `refused` tells of `key_wrong`, `room_full`, … */
export interface OpeningEvents extends EnteringEvents {
  /** One is in it: the opening is over. */
  opened: NamedRoom;
}

/** On the way into a named room. */
export interface Opening extends Entering {
  /** As in `NamedRoom.title`. */
  readonly title: string;
  /** Resolves when one is in it; rejects with a `ParleyError` when it ends without that. */
  readonly room: Promise<NamedRoom>;
  on<K extends keyof OpeningEvents>(
    event: K,
    listener: (value: OpeningEvents[K]) => void,
  ): Unsubscribe;
}
