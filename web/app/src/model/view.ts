// What the page shows, as plain values: one of three screens, each a snapshot of what the client library says.
import type {
  Assignment,
  Chat,
  ChatEnd,
  ConnectionState,
  Partner,
  TranscriptItem,
  Wait,
  WaitEnd,
  WaitStatus,
} from "@parley-chat/client";
import type { UploadView } from "./uploads.ts";

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
  readonly assigned: Assignment | null;
  readonly noShow: boolean;
}

export interface ChatView {
  readonly room: string;
  readonly seat: number;
  readonly interests: readonly string[];
  readonly name: string;
  readonly partner: Partner;
  readonly connection: Connection;
  readonly transcript: readonly TranscriptItem[];
  readonly storage: { readonly service: boolean; readonly tab: boolean };
  readonly ended: ChatEnd | null;
  /** Until when the question stands whether somebody is still there, on the page's clock; 0 when it does not. */
  readonly idleUntil: number;
  /** The services' clock minus the page's; null before that is known. */
  readonly clock: Chat["clockOffset"];
  /** A reference clock minus the services'; null when they have none. */
  readonly reference: Chat["reference"];
  /** The visitor's own clock is told with each message. */
  readonly tellsClock: boolean;
  readonly uploads: readonly UploadView[];
}

export type View =
  | { readonly screen: "start"; readonly lastWait: WaitEnd | null }
  | { readonly screen: "waiting"; readonly wait: WaitView }
  | {
      readonly screen: "chat";
      readonly chat: ChatView;
      /** What came while the tab was not looked at. */
      readonly unread: number;
      /** It opened while the tab was not looked at. */
      readonly justOpened: boolean;
    };

export const connectionOf = (state: ConnectionState, now: number): Connection => ({
  state,
  retryAt: state.kind === "reconnecting" ? now + state.retryInMs : 0,
});

export const firstWaitView = (wait: Wait, now: number): WaitView => ({
  language: wait.language,
  interests: wait.interests,
  status: wait.status,
  since: now - (wait.status?.elapsedMs ?? 0),
  connection: connectionOf(wait.state, now),
  storage: true,
  assigned: null,
  noShow: false,
});

/** What the page knows of a chat beside the chat itself. */
type Known = Pick<ChatView, "storage" | "connection" | "idleUntil" | "tellsClock" | "uploads">;

/** The library's chat changes in place; what is drawn must not. */
export function chatViewOf(chat: Chat, known: Known): ChatView {
  const { room, seat, interests, name, partner, transcript, ended, clockOffset, reference } = chat;
  const { storage, connection, idleUntil, tellsClock, uploads } = known;
  return {
    room,
    seat,
    interests,
    name,
    partner: { ...partner },
    transcript,
    ended,
    clock: clockOffset,
    reference,
    tellsClock,
    uploads,
    storage,
    connection,
    idleUntil: ended ? 0 : idleUntil,
  };
}

export const firstChatView = (chat: Chat, now: number): ChatView =>
  chatViewOf(chat, {
    storage: { service: true, tab: true },
    connection: connectionOf(chat.state, now),
    idleUntil: 0,
    tellsClock: false,
    uploads: [],
  });
