// A synthetic check: two sessions of its own are paired and a message makes the round trip, or it says why not.
import { randomBytes } from "node:crypto";
import type { Chat, Parley, ParleyError, Wait } from "@parley-chat/client";
import type { Options } from "./options.js";
import { connection, waitEnd } from "./words.js";

export interface Verdict {
  readonly ok: boolean;
  readonly words: string;
}

interface Side {
  readonly parley: Parley;
  readonly name: string;
  wait: Wait | null;
}

const failed = (words: string): Verdict => ({ ok: false, words: `failed: ${words}` });

/** A chat with anybody else is left at once, and another one sought. */
const meet = async (side: Side, other: Side, options: Options, interest: string): Promise<Chat> => {
  for (;;) {
    const { language } = options;
    side.wait = side.parley.seek({ language, interests: [interest], name: side.name });
    const chat = await side.wait.chat;
    if (chat.partner.name === other.name) return chat;
    chat.leave();
  }
};

const roundTrip = async (one: Chat, other: Chat): Promise<void> => {
  const text = randomBytes(8).toString("hex");
  const answered = (async () => {
    for await (const message of other) if (message.text === text) return other.send(`${text} back`);
    throw new Error("the chat ended before the message came");
  })();
  const sent = one.send(text);
  for await (const message of one) if (message.text === `${text} back`) break;
  await answered;
  if (sent.ok) await sent.delivered;
};

/** Where it stands, for a verdict when the time is over. */
const standing = (sides: readonly Side[], chats: readonly Chat[]): string =>
  chats.length === 2
    ? `no round trip (${chats.map(({ state }) => connection(state)).join(", ")})`
    : `not paired (${sides.map(({ wait }) => wait && connection(wait.state)).join(", ")})`;

const check = async (
  sides: readonly [Side, Side],
  options: Options,
  chats: Chat[],
): Promise<Verdict> => {
  const [one, other] = sides;
  const interest = `probe ${randomBytes(4).toString("hex")}`;
  const begun = performance.now();
  chats.push(
    ...(await Promise.all([
      meet(one, other, options, interest),
      meet(other, one, options, interest),
    ])),
  );
  const paired = performance.now();
  await roundTrip(chats[0] as Chat, chats[1] as Chat);
  const took = [paired - begun, performance.now() - paired].map((ms) => ms.toFixed(1));
  return { ok: true, words: `ok: paired in ${took[0]} ms, round trip in ${took[1]} ms` };
};

const reasonOf = (error: unknown): string => {
  const { end, message } = error as ParleyError;
  return end && "error" in end ? waitEnd(end) : message;
};

export const probe = async (connect: () => Parley, options: Options): Promise<Verdict> => {
  const side = (): Side => ({
    ...{ parley: connect(), wait: null, name: `Probe ${randomBytes(4).toString("hex")}` },
  });
  const sides = [side(), side()] as const;
  const chats: Chat[] = [];
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<Verdict>((resolve) => {
    const give = () =>
      resolve(failed(`${standing(sides, chats)} within ${options.withinMs / 1_000} s`));
    timer = setTimeout(give, options.withinMs);
  });
  const done = check([...sides], options, chats).catch((error) => failed(reasonOf(error)));
  const verdict = await Promise.race([done, tooLong]);
  clearTimeout(timer);
  for (const { wait } of sides) wait?.cancel();
  for (const chat of chats) chat.leave();
  return verdict;
};
