// What the library knows, in words for a terminal. Pure.
import type {
  ChatEnd,
  ConnectionState,
  Member,
  Message,
  Refusal,
  WaitEnd,
  WaitStatus,
} from "@parley-chat/client";

/** What a stranger wrote must not steer the terminal: no control characters, none that turn the direction of text. */
export const harmless = (text: string): string =>
  text.replace(/[^\P{C}\n\t]|[\u2028\u2029]/gu, "\uFFFD").replaceAll("\n", "\n  ");

const what = ({ text, question, image, file, removed }: Message): string => {
  if (removed) return "(removed)";
  if (question !== null) return `(question ${question})`;
  if (image) return `(image, ${image.width} × ${image.height})`;
  return file ? `(file ${harmless(file.name)}, ${file.size} bytes)` : harmless(text);
};

export const said = (name: string, message: Message): string =>
  `${harmless(name)}: ${what(message)}${message.edited ? " (edited)" : ""}`;

export const connection = (state: ConnectionState): string => {
  switch (state.kind) {
    case "reconnecting":
      return `reconnecting (try ${state.attempt})`;
    case "moved":
      return "moving to another node";
    default:
      return state.kind;
  }
};

export const waiting = ({ waiting, nodes }: WaitStatus): string =>
  nodes ? `waiting (${waiting} in all)` : "waiting: no room server is up";

const refusedBy = ({ error, languages, param = "" }: Extract<WaitEnd, { error: string }>): string =>
  `${error} ${languages ? `(there are: ${languages.join(", ")})` : param}`.trim();

export const openingEnd = (end: WaitEnd): string =>
  `not in the room: ${end.reason === "refused" ? refusedBy(end) : end.reason}`;

export const waitEnd = (end: WaitEnd): string => {
  if (end.reason !== "refused") return `no partner: ${end.reason}`;
  return `no partner: ${refusedBy(end)}`;
};

/** Who else is in a room. */
export const people = (members: readonly Member[]): string => {
  const here = members.filter(({ state }) => state !== "left");
  const names = here.map(({ name, state }) => harmless(name) + (state === "away" ? " (away)" : ""));
  return names.length > 0 ? `here: ${names.join(", ")}` : "nobody else is here";
};

export const chatEnd = ({ reason, byMe }: ChatEnd, partner: string): string => {
  const who = byMe ? "you" : harmless(partner);
  switch (reason) {
    case "left":
      return `${who} left`;
    case "idle":
      return `over: ${who} did not say whether still there`;
    case "gone":
      return `${harmless(partner)} did not come back`;
    default:
      return `over: ${reason}`;
  }
};

export const refusal = ({ error, limit }: Refusal): string =>
  limit === undefined ? `not sent: ${error}` : `not sent: ${error} (at most ${limit} characters)`;
