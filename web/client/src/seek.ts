// The shortest way to a chat: one call. A page that shows the wait, or goes on after a reload, uses `createParley`.
import { createParley } from "./parley.js";
import type { Chat, Parley, SeekRequest, Wait } from "./types.js";

/** The chat, as soon as it opens; `wait` tells of the way there. Rejects with a `ParleyError` when none comes. */
export type Seeking = Promise<Chat> & { readonly wait: Wait };

/** One for each place: a session has one conversation at a time, and remembers whom it has blocked. */
const parleys = new Map<string | undefined, Parley>();

/** `url` as in `ParleyOptions`. A chat or wait of an earlier call with the same `url` is left or cancelled. */
export const seek = ({ url, ...request }: SeekRequest & { readonly url?: string }): Seeking => {
  const parley = parleys.get(url) ?? createParley(url === undefined ? {} : { url });
  parleys.set(url, parley);
  const wait = parley.seek(request);
  return Object.assign(wait.chat, { wait });
};
