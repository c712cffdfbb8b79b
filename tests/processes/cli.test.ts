// The console client against real services behind the real gateway: two people, a bot, a probe.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { Gateway } from "../support/gateway.ts";
import { System } from "../support/system.ts";

const cli = fileURLToPath(new URL("../../web/cli", import.meta.url));
const page = mkdtempSync(join(tmpdir(), "parley-no-page-"));
const generous = { "limits.seeks_per_address_per_minute": 1000 };
const system = new System({ matchmakers: 1, nodes: 2, matchmaker: generous });
const gateway = new Gateway();

beforeAll(async () => {
  execFileSync("npm", ["run", "--silent", "build"], { cwd: cli, stdio: "ignore" });
  await system.start();
  await gateway.start({
    page,
    matchmakers: [system.address("matchmaker-0")],
    nodes: { "node-0": system.address("node-0"), "node-1": system.address("node-1") },
  });
});
afterAll(async () => {
  await gateway.stop();
  await system.stop();
  rmSync(page, { recursive: true });
});

// A running console client, and what it has printed.
class Terminal {
  said = "";
  readonly ended: Promise<number | null>;
  private readonly process: ChildProcess;
  private heard: () => void = () => {};

  constructor(...args: readonly string[]) {
    const url = gateway.url("");
    this.process = spawn(process.execPath, [join(cli, "dist/main.js"), "--url", url, ...args]);
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.said += text;
        this.heard();
      });
    }
    this.ended = new Promise((resolve) => this.process.on("close", resolve));
  }
  type(...lines: readonly string[]): void {
    for (const line of lines) this.process.stdin?.write(`${line}\n`);
  }
  hangUp(): void {
    this.process.stdin?.end();
  }
  interrupt(): void {
    this.process.kill("SIGINT");
  }
  async shows(words: string): Promise<void> {
    const missing = (why: string) => new Error(`${why} without "${words}":\n${this.said}`);
    const signal = AbortSignal.timeout(20_000);
    while (!this.said.includes(words)) {
      await new Promise<void>((resolve, reject) => {
        this.heard = resolve;
        signal.onabort = () => reject(missing("20 s"));
        this.ended.then(() => reject(missing("ended")));
      });
    }
  }
}

const running: Terminal[] = [];
const terminal = (...args: readonly string[]): Terminal => {
  const started = new Terminal(...args);
  running.push(started);
  return started;
};
afterEach(async () => {
  for (const each of running) each.interrupt();
  await Promise.all(running.splice(0).map(({ ended }) => ended));
});

test("two people talk, one corrects a line, and one leaves", async () => {
  const ada = terminal("--language", "de", "--name", "Ada", "--interests", "tea,chess");
  const bob = terminal("--language", "de", "--name", "Bob", "--interests", "chess");
  await ada.shows("talking with Bob; you both like chess");
  await bob.shows("talking with Ada");
  ada.type("helo");
  await bob.shows("Ada: helo");
  ada.type("/edit hello");
  await bob.shows("Ada: hello (edited)");
  bob.type("/name Bobby", "hi");
  await ada.shows("Bobby: renamed");
  await ada.shows("Bobby: hi");
  ada.type("/leave");
  await bob.shows("Ada left");
  expect(await ada.ended).toBe(0);
  expect(await bob.ended).toBe(0);
});

test("what is piped in is delivered before it hangs up", async () => {
  const bob = terminal("--language", "de", "--name", "Bob");
  const ada = terminal("--language", "de", "--name", "Ada");
  ada.type("one", "two");
  ada.hangUp();
  await bob.shows("Ada: one\nAda: two");
  await bob.shows("Ada left");
  expect(await ada.ended).toBe(0);
});

test("an echo answers one partner after the other, until it is interrupted", async () => {
  const echo = terminal("--language", "de", "--echo");
  for (const name of ["Ada", "Bob"]) {
    const person = terminal("--language", "de", "--name", name);
    person.type(`anybody there, ${name}?`);
    await person.shows(`Echo: anybody there, ${name}?`);
    person.type("/leave");
    await person.ended;
  }
  echo.interrupt();
  expect(await echo.ended).toBe(0);
});

test("who gives up waiting is out of the queue at once", async () => {
  const waiting = terminal("--language", "fr");
  await waiting.shows("waiting (1 in all)");
  waiting.interrupt();
  expect(await waiting.ended).toBe(0);
  const next = terminal("--language", "fr");
  await next.shows("waiting (1 in all)");
});

test("a probe of a sound service says how long it took", async () => {
  const probe = terminal("--probe");
  expect(await probe.ended, probe.said).toBe(0);
  expect(probe.said).toMatch(/^ok: paired in [\d.]+ ms, round trip in [\d.]+ ms\n$/);
});

test("a probe says what is wrong: a language that is not there, a service that is not there", async () => {
  const stranger = terminal("--probe", "--language", "xx");
  expect(await stranger.ended).toBe(1);
  expect(stranger.said).toMatch(/^failed: no partner: language_unknown \(there are: /);
  for (const id of ["node-0", "node-1"]) system.service(id).signal("SIGSTOP");
  const late = terminal("--probe", "--within", "2");
  expect(await late.ended).toBe(1);
  expect(late.said).toMatch(/^failed: not paired \(.*\) within 2 s\n$/);
  for (const id of ["node-0", "node-1"]) system.service(id).signal("SIGCONT");
});

test("a mistake on the command line is status 2", async () => {
  const mistaken = terminal("--nonsense");
  expect(await mistaken.ended).toBe(2);
  expect(mistaken.said).toContain("--nonsense");
});

test("three people talk in a room with a key", async () => {
  const terminals = ["Ann", "Bob", "Cyd"].map((name) =>
    terminal("--room", "Tuesday chess", "--key", "e4 e5", "--name", name),
  );
  const [ann, bob, cyd] = terminals as [Terminal, Terminal, Terminal];
  for (const terminal of terminals) await terminal.shows("* in Tuesday chess");
  ann.type("good evening");
  await bob.shows("Ann: good evening");
  await cyd.shows("Ann: good evening");
  bob.type("/leave");
  await cyd.shows("* Bob: left");
  cyd.type("/who");
  await cyd.shows("* here: Ann");
  const eve = terminal("--room", "Tuesday chess", "--key", "d4");
  await eve.shows("* not in the room: key_wrong");
  expect(await eve.ended).toBe(1);
});
