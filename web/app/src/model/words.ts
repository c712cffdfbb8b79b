// States put into words: pure functions from what the page knows to what it says.
import type { ConnectionState, Partner } from "@parley-chat/client";
import type { Strings } from "../strings/strings.ts";
import type { ChatView, View } from "./view.ts";

/** Whole seconds left of an instant, never below zero. */
export const secondsLeft = (until: number, now: number): number =>
  Math.max(0, Math.ceil((until - now) / 1000));

/** "0:07", "12:34". */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

export const connectionWords = (s: Strings, state: ConnectionState): string =>
  s.connection[state.kind];

export function partnerWords(s: Strings, partner: Partner, now: number): string {
  if (partner.state === "away") return s.chat.away(secondsLeft(partner.awayUntil, now));
  return partner.typing ? s.chat.typing : s.chat.here;
}

/** What troubles a chat just now, most pressing first; null when nothing does. */
export function trouble(s: Strings, view: ChatView): string | null {
  if (view.ended) return null;
  if (view.connection.kind === "moved") return s.connection.moved;
  if (view.connection.kind !== "connected")
    return `${connectionWords(s, view.connection)} ${s.connection.kept}`;
  if (!view.storage.service) return s.chat.storageService;
  if (!view.storage.tab) return s.chat.storageTab;
  return null;
}

/** For the status region of screen readers: says changes, and has no running number in it. */
export function announcement(s: Strings, view: ChatView): string {
  if (view.ended) return s.ended.heading(view.ended, view.partner.name);
  const own = trouble(s, view);
  if (own !== null) return own;
  if (view.partner.state === "away") return s.chat.announceAway(view.partner.name);
  return view.partner.typing
    ? s.chat.announceTyping(view.partner.name)
    : s.chat.announceBack(view.partner.name);
}

/** The tab's title: what a visitor who looks elsewhere should know. */
export function title(s: Strings, view: View): string {
  if (view.screen === "start") return s.title.start;
  if (view.screen === "waiting") return s.title.waiting;
  const { chat, unread } = view;
  if (chat.ended) return s.title.ended;
  if (unread > 0) return s.title.chat(chat.partner.name, unread);
  if (chat.connection.kind !== "connected") return s.title.reconnecting;
  return chat.partner.state === "away"
    ? s.title.away(chat.partner.name)
    : s.title.chat(chat.partner.name, 0);
}
