// A conversation's states put into words: pure functions from what the page knows to what it says.
import type { Partner, Refusal, WaitEnd } from "@parley-chat/client";
import { type Strings, say } from "../strings/strings.ts";
import type { AnyTalkView, ChatView, RoomView, TalkView } from "./talk_view.ts";
import { connectionWords, secondsLeft, waitEndWords } from "./words.ts";

export function partnerWords(s: Strings, partner: Partner, now: number): string {
  if (partner.state === "away") return say(s.chat.away, { n: secondsLeft(partner.awayUntil, now) });
  return partner.typing ? s.chat.typing : s.chat.here;
}

/** What troubles a conversation just now, most pressing first; null when nothing does. */
export function trouble(
  s: Strings,
  view: TalkView,
  now?: number,
): { readonly kind: string; readonly words: string } | null {
  const { state } = view.connection;
  if (view.ended) return null;
  if (state.kind !== "connected") {
    const words = connectionWords(s, view.connection, now);
    return { kind: state.kind, words: `${words} ${s.connection.kept}` };
  }
  if (!view.storage.service) return { kind: "storage", words: s.chat.storageService };
  if (!view.storage.tab) return { kind: "storage", words: s.chat.storageTab };
  return null;
}

/** For the status region of screen readers: says changes, and has no running number in it. */
export function announcement(s: Strings, view: AnyTalkView): string {
  if (view.ended) return endWords(s, view);
  const own = trouble(s, view);
  if (own !== null) return own.words;
  if (view.kind === "room") return say(s.room.begun, { room: view.title });
  if (view.idleUntil > 0) return s.idle.question;
  const { name, state, typing } = view.partner;
  if (state === "away") return say(s.chat.announceAway, { name });
  return say(typing ? s.chat.announceTyping : s.chat.announceBack, { name });
}

export function endWords(s: Strings, view: AnyTalkView): string {
  const { reason = "expired", byMe } = view.ended ?? {};
  if (view.kind === "room") {
    const words = s.room.ended;
    return say(reason in words ? words[reason as keyof typeof words] : words.expired, {
      room: view.title,
    });
  }
  const words = s.ended;
  const known = reason === "full" ? "expired" : reason; // two have always room
  return say(reason === "left" && byMe ? words.leftByMe : words[known], {
    name: view.partner.name,
  });
}

export function endDetail(s: Strings, { ended }: TalkView): string {
  if (ended?.reason === "replaced") return s.ended.detailReplaced;
  if (ended?.reason === "idle") return s.ended.detailIdle;
  return ended?.reason === "broken" ? s.ended.detailBroken : s.ended.detail;
}

export const refusalWords = (s: Strings, { error }: Refusal): string =>
  error in s.refused ? s.refused[error as keyof Strings["refused"]] : s.refused.other;

/** Why a report or a block did not get through, by the code of the service's error. */
export function safetyErrorWords(s: Strings, code: string, inRoom = false): string {
  const own = s.room.notReported;
  if (inRoom && code in own) return own[code as keyof typeof own];
  return code === "reports_off" ||
    code === "no_such_room" ||
    code === "nothing_said" ||
    code === "rate_limited"
    ? s.safety[code]
    : s.safety.failed;
}

/** A question of the bank by its number, in the page's own language; both read it in theirs. */
export const questionText = (s: Strings, id: string): string =>
  s.questions[id as keyof Strings["questions"]] ?? s.chat.asksUnknown;

/** Why a room was not opened; empty when the visitor wanted it so. */
export function openingEndWords(s: Strings, end: WaitEnd): string {
  const { refused } = s.room;
  const keys: readonly (string | undefined)[] =
    end.reason === "refused" ? [end.param, end.error] : [end.reason];
  if (end.reason === "refused" && end.error === "room_full" && end.limit)
    return say(s.room.full, { n: end.limit });
  const known = keys.find((key) => key !== undefined && key in refused);
  return known ? refused[known as keyof typeof refused] : waitEndWords(s, end);
}

export function chatTitle(s: Strings, chat: ChatView): string {
  const { name } = chat.partner;
  if (chat.ended) return s.title.ended;
  if (chat.unread > 0) return say(s.title.unread, { name, n: chat.unread });
  if (chat.justOpened) return say(s.title.found, { name });
  if (chat.connection.state.kind !== "connected") return s.title.reconnecting;
  if (chat.idleUntil > 0) return s.title.idle;
  return say(chat.partner.state === "away" ? s.title.away : s.title.chat, { name });
}

export function roomTitle(
  s: Strings,
  { title: name, unread, ended, connection }: RoomView,
): string {
  if (unread > 0) return say(s.title.unread, { name, n: unread });
  if (!ended && connection.state.kind !== "connected") return s.title.reconnecting;
  return say(s.title.chat, { name });
}
