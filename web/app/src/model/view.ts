// What the page shows, as plain values: which screen there is, and what the wait knows.
import type {
  Assignment,
  Chat,
  ConnectionState,
  NamedRoom,
  Opening,
  Wait,
  WaitEnd,
  WaitStatus,
} from "@parley-chat/client";

/** A connection's state, and while it is tried again the instant of the next try on the page's clock. */
export interface Connection {
  readonly state: ConnectionState;
  readonly retryAt: number;
}

export interface WaitView {
  readonly language: string;
  readonly interests: readonly string[];
  readonly status: WaitStatus | null;
  /** When it began, on the page's clock, so that the time shown runs between two statuses. */
  readonly since: number;
  readonly connection: Connection;
  readonly storage: boolean;
  /** The client library could not be had so far. */
  readonly late: boolean;
  readonly assigned: Assignment | null;
  readonly noShow: boolean;
}

export type View =
  | { readonly screen: "start"; readonly lastWait: WaitEnd | null }
  | { readonly screen: "waiting"; readonly wait: WaitView }
  | LaterView;

/** What is drawn by the parts that are fetched later; a conversation is followed there too (`conversation.ts`). */
export type LaterView =
  | {
      /** A room is to be opened by its name. */
      readonly screen: "form";
      /** How the opening before ended; null when there was none. */
      readonly end: WaitEnd | null;
      /** The visitor came by an invite link. */
      readonly invited: boolean;
      /** What goes on meanwhile, to come back to. */
      readonly behind: ConversationView | null;
    }
  | { readonly screen: "opening"; readonly opening: Opening }
  | ConversationView;

export type ConversationView =
  | {
      readonly screen: "chat";
      readonly talk: Chat;
      /** It opened while the tab was not looked at. */
      readonly justOpened: boolean;
    }
  | { readonly screen: "room"; readonly talk: NamedRoom };

export const connectionOf = (state: ConnectionState, now: number): Connection => ({
  state,
  retryAt: state.kind === "reconnecting" ? now + state.retryInMs : 0,
});

export const firstWaitView = (
  wait: Pick<Wait, "language" | "interests" | "status" | "state">,
  now: number,
): WaitView => ({
  language: wait.language,
  interests: wait.interests,
  status: wait.status,
  since: now - (wait.status?.elapsedMs ?? 0),
  connection: connectionOf(wait.state, now),
  storage: true,
  late: false,
  assigned: null,
  noShow: false,
});
