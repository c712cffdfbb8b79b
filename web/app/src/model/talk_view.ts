// What the page knows of a conversation, as plain values: a snapshot of what the client library says.
import type {
  Chat,
  ChatEnd,
  Member,
  NamedRoom,
  Partner,
  Talk,
  TranscriptItem,
} from "@parley-chat/client";
import type { UploadView } from "./uploads.ts";
import { type Connection, connectionOf } from "./view.ts";

/** What a chat of two and a named room have in common. */
export interface TalkView {
  readonly room: string;
  readonly seat: number;
  readonly name: string;
  readonly connection: Connection;
  readonly transcript: readonly TranscriptItem[];
  readonly storage: { readonly service: boolean; readonly tab: boolean };
  readonly ended: ChatEnd | null;
  /** The services' clock minus the page's; null before that is known. */
  readonly clock: Talk["clockOffset"];
  /** A reference clock minus the services'; null when they have none. */
  readonly reference: Talk["reference"];
  /** The visitor's own clock is told with each message. */
  readonly tellsClock: boolean;
  readonly uploads: readonly UploadView[];
  /** What came while the tab was not looked at. */
  readonly unread: number;
}

export interface ChatView extends TalkView {
  readonly kind: "chat";
  readonly interests: readonly string[];
  readonly partner: Partner;
  /** Until when the question stands whether somebody is still there, on the page's clock; 0 when it does not. */
  readonly idleUntil: number;
  /** It opened while the tab was not looked at. */
  readonly justOpened: boolean;
}

export interface RoomView extends TalkView {
  readonly kind: "room";
  readonly title: string;
  readonly members: readonly Member[];
}

export type AnyTalkView = ChatView | RoomView;

/** What the page knows beside the library. */
export type Known = Pick<TalkView, "storage" | "connection" | "tellsClock" | "uploads" | "unread">;
export type KnownOfChat = Known & Pick<ChatView, "idleUntil" | "justOpened">;

export const firstKnown = (talk: Talk, now: number, justOpened = false): KnownOfChat => ({
  storage: { service: true, tab: true },
  connection: connectionOf(talk.state, now),
  tellsClock: false,
  uploads: [],
  unread: 0,
  idleUntil: 0,
  justOpened,
});

/** The library's conversation changes in place; what is drawn must not. */
function talkViewOf(talk: Talk, known: Known): TalkView {
  const { room, seat, name, transcript, ended, clockOffset, reference } = talk;
  const { storage, connection, tellsClock, uploads, unread } = known;
  const own = { storage, connection, tellsClock, uploads, unread };
  return { room, seat, name, transcript, ended, clock: clockOffset, reference, ...own };
}

export const chatViewOf = (chat: Chat, known: KnownOfChat): ChatView => ({
  ...talkViewOf(chat, known),
  kind: "chat",
  interests: chat.interests,
  partner: { ...chat.partner },
  idleUntil: chat.ended ? 0 : known.idleUntil,
  justOpened: known.justOpened,
});

export const roomViewOf = (room: NamedRoom, known: Known): RoomView => ({
  ...talkViewOf(room, known),
  kind: "room",
  title: room.title,
  members: room.members,
});
