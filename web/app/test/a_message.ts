// A message as the library tells it: one's own, stored, of one letter; and what a test wants otherwise.
import type { Message } from "@parley-chat/client";

export const aMessage = (some: Partial<Message>): Message => ({
  kind: "message",
  key: "1:1",
  from: 1,
  mine: true,
  seq: 1,
  text: "x",
  edited: false,
  removed: false,
  question: null,
  image: null,
  file: null,
  held: false,
  filtered: false,
  revision: 1,
  clock: null,
  reference: null,
  at: 0,
  status: "stored",
  ...some,
});
