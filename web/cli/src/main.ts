// The console client: reads the command line, does what it says, exits with its status.
import packageJson from "../package.json" with { type: "json" };
import { connect } from "./connect.js";
import { runEcho } from "./echo.js";
import { type Options, readOptions, usage } from "./options.js";
import { probe } from "./probe.js";
import { runTalk } from "./talk.js";

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const run = async (options: Options, signal: AbortSignal): Promise<number> => {
  if (options.mode === "talk") return runTalk(connect(options), options, print, signal);
  if (options.mode === "echo") return runEcho(connect(options), options, print, signal);
  const { ok, words } = await probe(() => connect(options), options);
  print(words);
  return ok ? 0 : 1;
};

/** What is still to be said to the services, `leave` above all, gets this long. */
const lastWords = 1_000;

const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());

const command = readOptions(process.argv.slice(2));
if ("mistake" in command) {
  process.stderr.write(`parley-chat: ${command.mistake}\n${usage}\n`);
  process.exitCode = 2;
} else if (command.mode === "help") print(usage);
else if (command.mode === "version") print(packageJson.version);
else {
  process.exitCode = await run(command, stop.signal);
  setTimeout(() => process.exit(), lastWords).unref();
}
