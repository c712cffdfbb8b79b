// The closed unions of the library: states, ends, errors and refusals. No behaviour but that of an error.

/** How a wait or a chat stands with the services, in words a page can show. */
export type ConnectionState =
  /** The first connection is being made. */
  | { readonly kind: "connecting" }
  | { readonly kind: "connected" }
  /** The connection is lost; try number `attempt` begins in `retryInMs` (0: it runs now). */
  | { readonly kind: "reconnecting"; readonly attempt: number; readonly retryInMs: number }
  /** The browser says that there is no network; it is tried again at once when there is. */
  | { readonly kind: "offline" }
  /** The room is moving to another node; nothing to do, it comes back by itself. */
  | { readonly kind: "moved" }
  | { readonly kind: "ended" };

/**
 * What a message's tick says. `waiting`: only this tab has it. `stored`: the room's log has it (one tick).
 * `delivered`: the clients of all others have, in a named room of all who are there (two ticks). `seen`: it was on a visible screen there.
 * `received`: somebody else's.
 */
export type MessageStatus = "waiting" | "stored" | "delivered" | "seen" | "received";

/** Every error that a service can name (docs/protocol.md section 4). */
export type ErrorName =
  | "parse_error"
  | "invalid_request"
  | "method_not_found"
  | "invalid_params"
  | "internal_error"
  | "join_first"
  | "token_invalid"
  | "token_expired"
  | "gap"
  | "too_long"
  | "rate_limited"
  | "log_full"
  | "storage_unavailable"
  | "room_ended"
  | "wrong_node"
  | "no_node"
  | "draining"
  | "no_such_wait"
  | "language_unknown"
  | "busy"
  | "move_refused"
  | "node_full"
  | "reports_off"
  | "no_such_room"
  | "held"
  | "key_wrong"
  | "room_full";

/** Errors that only files have. */
export type FileErrorName =
  | "no_such_file"
  | "files_off"
  | "files_full"
  | "foreign_origin"
  | "no_such_path"
  | "method_not_allowed"
  | "length_required";

/** How a wait ended without a partner, or an opening without a room. */
export type WaitEnd =
  | { readonly reason: "cancelled" }
  /** The same session seeks or chats elsewhere (another tab): the newest wins. */
  | { readonly reason: "replaced" }
  /** Waited longer than the service allows. */
  | { readonly reason: "too_long" }
  /** The service does not take this wish, and would not take it again. */
  | {
      readonly reason: "refused";
      /** `insecure`: only a page that came by HTTPS can hash a key. */
      readonly error: ErrorName | "protocol_error" | "insecure";
      /** With `invalid_params` and `too_long`: the parameter. */
      readonly param?: string;
      /** With `too_long`: characters; with `room_full`: members. */
      readonly limit?: number;
      /** With `language_unknown`: what there is. */
      readonly languages?: readonly string[];
    };

/**
 * Why a chat is over. `left`: somebody ended it. `gone`: the partner did not come back in time. `idle`: nobody wrote,
 * and somebody did not answer whether they are still there. `expired`: nobody wrote for too long, or the seat is too
 * old. `replaced`: it is open in another tab, which has it now. `full`: a named room had no place any more when one came
 * back. `broken`: the service refuses this client or its token.
 */
export type ChatEndReason = "left" | "gone" | "idle" | "expired" | "replaced" | "full" | "broken";

export interface ChatEnd {
  readonly reason: ChatEndReason;
  /** With `left` and `idle`: whether it was this client that left, or did not answer. */
  readonly byMe: boolean;
}

/** Why something was not taken. */
export type RefusalName =
  /** 400 messages wait to be confirmed; try again after the next `delivered`. */
  | "outbox_full"
  /** More than `limit` characters (Unicode code points). */
  | "too_long"
  | "empty"
  /** A name with control characters or a path; a question's number that is none; sides that no image has. */
  | "invalid"
  /** No message of one's own with this seq, or it is removed, or (to be edited) not a text. */
  | "no_such_message"
  /** An edit to what it says already. */
  | "unchanged"
  | "ended";

export interface Refusal {
  readonly ok: false;
  readonly error: RefusalName;
  readonly limit?: number;
}

/** What a rejected promise of this library holds. */
export class ParleyError extends Error {
  override readonly name = "ParleyError";
  constructor(
    /**
     * `wait_ended`: `Wait.chat` without a partner, `Opening.room` without a room. `chat_ended`: a tick that will never come. Of `report`, `block` and
     * files: the service's error, or `unreachable` when no service answered. `nothing_said`: a chat without a word has
     * nothing to report. `cancelled`: an upload that was. `unreadable`: an upload whose bytes cannot be read (any more).
     */
    readonly code:
      | "wait_ended"
      | "chat_ended"
      | "unreachable"
      | "nothing_said"
      | "cancelled"
      | "unreadable"
      | ErrorName
      | FileErrorName,
    /** The end that it came from; null where there is none. */
    readonly end: WaitEnd | ChatEnd | null = null,
    /** With `too_long` and `files_full` of a file: how many bytes there may be. */
    readonly limit: number | null = null,
  ) {
    super(end ? `${code}: ${end.reason}` : code);
  }
}

/** Removes the listener. */
export type Unsubscribe = () => void;
