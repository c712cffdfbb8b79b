// What the command line says, checked. Pure.
import { parseArgs } from "node:util";

export type Mode = "talk" | "echo" | "probe";

export interface Options {
  readonly mode: Mode;
  readonly url: string;
  readonly language: string;
  readonly interests: readonly string[];
  readonly name: string;
  /** A named room to talk in; null: with a stranger. */
  readonly room: { readonly name: string; readonly key: string } | null;
  /** Of a probe. */
  readonly withinMs: number;
}

export type Command =
  | Options
  | { readonly mode: "help" }
  | { readonly mode: "version" }
  | { readonly mistake: string };

export const usage = `parley-chat: talk to a stranger, or in a room, from a terminal

  --url URL          where Parley is (http://127.0.0.1:8080)
  --language CODE    the pool to wait in (en)
  --interests A,B    shared ones go first
  --name NAME        what the others see (Stranger)
  --room NAME        talk in the room of this name instead; whoever opens it first makes it
  --key KEY          that room's key; only a hash of it leaves this machine
  --echo             a bot: says everything back, and waits for the next partner
  --probe            two sessions talk to each other; exit status 0 when a message made the round trip
  --within SECONDS   how long a probe may take (10)
  --version, --help`;

const known = {
  url: { type: "string", default: "http://127.0.0.1:8080" },
  language: { type: "string", default: "en" },
  interests: { type: "string", default: "" },
  name: { type: "string", default: "" },
  room: { type: "string", default: "" },
  key: { type: "string", default: "" },
  echo: { type: "boolean", default: false },
  probe: { type: "boolean", default: false },
  within: { type: "string", default: "10" },
  version: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

const parsed = (args: readonly string[]) => parseArgs({ args: [...args], options: known }).values;

const isUrl = (text: string): boolean =>
  URL.canParse(text) && /^(https?|wss?):$/.test(new URL(text).protocol);

export const readOptions = (args: readonly string[]): Command => {
  let values: ReturnType<typeof parsed>;
  try {
    values = parsed(args);
  } catch (error) {
    return { mistake: (error as Error).message };
  }
  const { url, language, name, room, key, echo, probe } = values;
  if (values.help) return { mode: "help" };
  if (values.version) return { mode: "version" };
  if (echo && probe) return { mistake: "--echo and --probe do not go together" };
  if (room && (echo || probe)) return { mistake: "--room is for talking only" };
  if (key && !room) return { mistake: "--key is of a --room" };
  if (!isUrl(url)) return { mistake: `--url: ${url} is not an http, https, ws or wss address` };
  const seconds = Number(values.within);
  if (!(seconds > 0 && seconds <= 3_600)) {
    return { mistake: "--within: a number of seconds up to 3600" };
  }
  return {
    mode: echo ? "echo" : probe ? "probe" : "talk",
    ...{ url, language, name },
    room: room ? { name: room, key } : null,
    interests: values.interests.split(",").filter((interest) => interest.trim() !== ""),
    withinMs: seconds * 1_000,
  };
};
