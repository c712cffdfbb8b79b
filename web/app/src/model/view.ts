// What the page shows, as plain values: one of three screens, each a snapshot of what the client library says.
import type {
  Assignment,
  ChatEnd,
  ConnectionState,
  Partner,
  TranscriptItem,
  WaitEnd,
  WaitStatus,
} from "@parley-chat/client";

export interface WaitView {
  readonly language: string;
  readonly interests: readonly string[];
  readonly status: WaitStatus | null;
  /** When it began, on the page's clock, so that the time shown runs between two statuses. */
  readonly since: number;
  readonly connection: ConnectionState;
  readonly storage: boolean;
  readonly assigned: Assignment | null;
  readonly noShow: boolean;
}

export interface ChatView {
  readonly room: string;
  readonly interests: readonly string[];
  readonly name: string;
  readonly partner: Partner;
  readonly connection: ConnectionState;
  readonly transcript: readonly TranscriptItem[];
  readonly storage: { readonly service: boolean; readonly tab: boolean };
  readonly ended: ChatEnd | null;
}

export type View =
  | { readonly screen: "start"; readonly lastWait: WaitEnd | null }
  | { readonly screen: "waiting"; readonly wait: WaitView }
  /** `unread`: what came while the tab was not looked at. */
  | { readonly screen: "chat"; readonly chat: ChatView; readonly unread: number };
