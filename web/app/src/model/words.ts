// States put into words: pure functions from what the page knows to what it says, as far as the wait goes.
import type { ConnectionState, WaitEnd } from "@parley-chat/client";
import { duration, type Strings, say } from "../strings/strings.ts";
import type { View, WaitView } from "./view.ts";

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
export function waitTrouble(s: Strings, wait: WaitView): string {
  const { kind } = wait.connection.state;
  if (kind === "offline" || kind === "reconnecting") return connectionWords(s, wait.connection);
  if (wait.late) return s.later;
  if (!wait.storage) return s.waiting.storage;
  return wait.status && !wait.status.nodes ? s.waiting.noNodes : "";
}

/** Why a wait ended without a partner; empty when the visitor wanted it so. */
export function waitEndWords(s: Strings, end: WaitEnd): string {
  if (end.reason === "cancelled") return "";
  if (end.reason !== "refused") return s.waitEnd[end.reason];
  const known = [end.param, end.error].find((key) => key !== undefined && key in s.waitEnd);
  return s.waitEnd[(known ?? "refused") as keyof Strings["waitEnd"]];
}

/** The tab's title: what a visitor who looks elsewhere should know. Null where what is drawn says it itself. */
export function title(s: Strings, view: View): string | null {
  if (view.screen === "start") return s.title.start;
  if (view.screen !== "waiting") return null;
  const { assigned } = view.wait;
  return assigned ? say(s.title.found, { name: assigned.partner }) : s.title.waiting;
}
