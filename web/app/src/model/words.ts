// States put into words: pure functions from what the page knows to what it says.
import type { ConnectionState, Partner, Refusal, WaitEnd } from "@parley-chat/client";
import { duration, type Strings, say } from "../strings/strings.ts";
import type { ChatView, View, WaitView } from "./view.ts";

/** Whole seconds left of an instant, never below zero. */
export const secondsLeft = (until: number, now: number): number =>
  Math.max(0, Math.ceil((until - now) / 1000));

/** How one's own connection stands; `now` for the seconds until the next try, left out where no number may run. */
export function connectionWords(
  s: Strings,
  { state, retryAt }: { readonly state: ConnectionState; readonly retryAt: number },
  now = Number.POSITIVE_INFINITY,
): string {
  const n = secondsLeft(retryAt, now);
  return state.kind === "reconnecting" && n > 0
    ? say(s.connection.retrying, { n })
    : s.connection[state.kind];
}

export function partnerWords(s: Strings, partner: Partner, now: number): string {
  if (partner.state === "away") return say(s.chat.away, { n: secondsLeft(partner.awayUntil, now) });
  return partner.typing ? s.chat.typing : s.chat.here;
}

/** What troubles a chat just now, most pressing first; null when nothing does. */
export function trouble(
  s: Strings,
  view: ChatView,
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
export function announcement(s: Strings, view: ChatView): string {
  if (view.ended) return endWords(s, view);
  const own = trouble(s, view);
  if (own !== null) return own.words;
  if (view.idleUntil > 0) return s.idle.question;
  const { name, state, typing } = view.partner;
  if (state === "away") return say(s.chat.announceAway, { name });
  return say(typing ? s.chat.announceTyping : s.chat.announceBack, { name });
}

export function endWords(s: Strings, { ended, partner: { name } }: ChatView): string {
  const reason = ended?.reason ?? "expired";
  return say(reason === "left" && ended?.byMe ? s.ended.leftByMe : s.ended[reason], { name });
}

export function endDetail(s: Strings, { ended }: ChatView): string {
  if (ended?.reason === "replaced") return s.ended.detailReplaced;
  if (ended?.reason === "idle") return s.ended.detailIdle;
  return ended?.reason === "broken" ? s.ended.detailBroken : s.ended.detail;
}

export const refusalWords = (s: Strings, { error }: Refusal): string =>
  error in s.refused ? s.refused[error as keyof Strings["refused"]] : s.refused.other;

/** Why a report or a block did not get through, by the code of the service's error. */
export const safetyErrorWords = (s: Strings, code: string): string =>
  code === "reports_off" ||
  code === "no_such_room" ||
  code === "nothing_said" ||
  code === "rate_limited"
    ? s.safety[code]
    : s.safety.failed;

/** A question of the bank by its number, in the page's own language; both read it in theirs. */
export const questionText = (s: Strings, id: string): string =>
  s.questions[id as keyof Strings["questions"]] ?? s.chat.asksUnknown;

/** Who is looked for: somebody who shares an interest, and after a while anybody. */
export function lookingWords(s: Strings, wait: WaitView, language: string): string {
  const { interests, status } = wait;
  if (interests.length === 0) return say(s.waiting.looking, { language });
  if (status?.anyPartner) return say(s.waiting.anyPartner, { language });
  return say(s.waiting.lookingInterests, { language, interests });
}

/** How long it usually takes, as far as that is known. */
export function oddsWords(s: Strings, { status }: WaitView): string {
  const { estimate } = status ?? {};
  if (!estimate) return s.waiting.usuallyUnknown;
  const seconds = (ms: number): number => Math.max(1, Math.round(ms / 1000));
  const typical = seconds(estimate.p50Ms);
  const most = Math.max(seconds(estimate.p90Ms), typical) + 1;
  return say(s.waiting.usually, { typical: duration(typical), most: duration(most) });
}

/** What stands in the way of a pairing; empty when nothing does. */
export function waitTrouble(s: Strings, wait: WaitView, now: number): string {
  const { kind } = wait.connection.state;
  if (kind === "offline" || kind === "reconnecting")
    return connectionWords(s, wait.connection, now);
  if (!wait.storage) return s.waiting.storage;
  return wait.status && !wait.status.nodes ? s.waiting.noNodes : "";
}

/** Why a wait ended without a partner; empty when the visitor wanted it so. */
export function waitEndWords(s: Strings, end: WaitEnd): string {
  if (end.reason === "cancelled") return "";
  if (end.reason !== "refused") return s.waitEnd[end.reason];
  const known = [end.error, end.param].find((key) => key !== undefined && key in s.waitEnd);
  return s.waitEnd[(known ?? "refused") as keyof Strings["waitEnd"]];
}

/** The tab's title: what a visitor who looks elsewhere should know. */
export function title(s: Strings, view: View): string {
  if (view.screen === "start") return s.title.start;
  if (view.screen === "waiting")
    return view.wait.assigned
      ? say(s.title.found, { name: view.wait.assigned.partner })
      : s.title.waiting;
  const { chat, unread } = view;
  const { name } = chat.partner;
  if (chat.ended) return s.title.ended;
  if (unread > 0) return say(s.title.unread, { name, n: unread });
  if (view.justOpened) return say(s.title.found, { name });
  if (chat.connection.state.kind !== "connected") return s.title.reconnecting;
  if (chat.idleUntil > 0) return s.title.idle;
  return say(chat.partner.state === "away" ? s.title.away : s.title.chat, { name });
}
