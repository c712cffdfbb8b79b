// Asks a matchmaker one thing on a connection of its own: what belongs to no connection of the chat, and may come after it.
import type { Surroundings } from "./runtime.js";
import { type ErrorName, ParleyError } from "./types.js";
import { decode } from "./wire/decode.js";
import { isPassing } from "./wire/errors.js";
import { subprotocol } from "./wire/limits.js";
import { type Call, encode } from "./wire/said.js";

const timeout = 5_000;
const pauses = [500, 2_000];

type Answer = null | "unreachable" | ErrorName;

const once = ({ transport, clock, url }: Surroundings, call: Call): Promise<Answer> =>
  new Promise((resolve) => {
    const done = (answer: Answer) => {
      cancel();
      connection.close(1000);
      resolve(answer);
    };
    const connection = transport.open(`${url}/match`, subprotocol, {
      opened: () => connection.send(encode(call, 1)),
      frame: (text) => {
        const heard = decode(text, () => call.method);
        if (heard?.type === "result") done(null);
        else if (heard?.type === "error") done(heard.error.name);
      },
      closed: () => done("unreachable"),
    });
    const cancel = clock.after(timeout, () => done("unreachable"));
  });

/** Tries three times while the trouble may pass. Rejects with a `ParleyError`. */
export const ask = async (surroundings: Surroundings, call: Call): Promise<void> => {
  let answer = await once(surroundings, call);
  for (const pause of pauses) {
    if (answer === null || !isPassing(answer)) break;
    await new Promise<void>((resolve) => surroundings.clock.after(pause, resolve));
    answer = await once(surroundings, call);
  }
  if (answer !== null) throw new ParleyError(answer);
};
