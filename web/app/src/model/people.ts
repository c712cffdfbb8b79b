// Who is in a named room: names, colours, and the sentences about who comes, goes and types.
import type { Member, MemberLine } from "@parley-chat/client";
import { type Strings, say } from "../strings/strings.ts";
import type { RoomView } from "./talk_view.ts";

const hues = 8;

/** The colour of a seat, as an angle; CSS makes it light or dark. Never the only sign: the name stands beside it. */
export const hueOf = (seat: number): number => ((seat * 3) % hues) * (360 / hues) + 20;

/** The name of each seat; of who has left long ago, as they were called then. */
export function namesOf({ members, transcript }: RoomView): ReadonlyMap<number, string> {
  const lines = transcript.filter((item) => item.kind === "member");
  return new Map(
    [...lines, ...members].map((one) => ["seat" in one ? one.seat : one.from, one.name]),
  );
}

/** Everybody who is in the room with an open connection, oneself too. */
export const hereCount = ({ members }: RoomView): number =>
  members.filter(({ state }) => state === "present").length + 1;

/** Who has left, but not without a word: they can still be reported. */
export function goneOf({ members, transcript }: RoomView): readonly Member[] {
  const said = new Set(transcript.map((item) => (item.kind === "message" ? item.from : 0)));
  return members.filter(({ state, seat }) => state === "left" && said.has(seat));
}

/** "Ada is typing", "Ada and Ben are typing", "3 people are typing"; empty when nobody does. */
export function typingWords(s: Strings, { members }: RoomView): string {
  const names = members
    .filter(({ typing, state }) => typing && state === "present")
    .map(({ name }) => name);
  const [name = ""] = names;
  if (names.length < 2) return name && say(s.chat.announceTyping, { name });
  return names.length === 2
    ? say(s.room.typing, { names })
    : say(s.room.typingMany, { n: names.length });
}

/** What some lines say in one; of who has come and gone several times, each once. */
export function lineWords(s: Strings, lines: readonly MemberLine[]): string {
  const [only, ...more] = lines;
  if (only && more.length === 0) return say(s.room[only.change], { name: only.name });
  return (["joined", "left"] as const)
    .map((change) => {
      const of = lines.filter((line) => line.change === change);
      return { n: new Set(of.map(({ from }) => from)).size, words: s.room[`${change}Many`] };
    })
    .filter(({ n }) => n > 0)
    .map(({ n, words }) => say(words, { n }))
    .join(" · ");
}
