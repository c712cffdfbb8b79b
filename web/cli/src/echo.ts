// A bot for demos: says back what it hears, one partner after the other.
import type { Chat, Parley } from "@parley-chat/client";
import type { Options } from "./options.js";
import { chatEnd, harmless, waitEnd } from "./words.js";

export type Print = (line: string) => void;

const echo = async (chat: Chat, print: Print): Promise<void> => {
  print(`* talking with ${harmless(chat.partner.name)}`);
  for await (const { text } of chat) if (text !== "") chat.send(text);
  if (chat.ended) print(`* ${chatEnd(chat.ended, chat.partner.name)}`);
};

/** Until the signal; or until no wait can succeed, which is the exit status 1. */
export const runEcho = async (
  parley: Parley,
  { language, interests, name }: Options,
  print: Print,
  signal: AbortSignal,
): Promise<number> => {
  while (!signal.aborted) {
    const wait = parley.seek({ language, interests, name: name || "Echo", signal });
    wait.on("ended", (end) => {
      if (!signal.aborted) print(`* ${waitEnd(end)}`);
    });
    const chat = await wait.chat.catch(() => null);
    if (chat === null) return signal.aborted ? 0 : 1;
    await echo(chat, print);
  }
  return 0;
};
