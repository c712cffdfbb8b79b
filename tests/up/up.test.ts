// ./dev up as its user meets it: it comes up, puts back what dies, keeps out of the way of others, and leaves nothing
// behind, however it ends.
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { backoffMs } from "../../.ci/up/child.mjs";
import { joinTwo } from "../support/pair.ts";
import { freePort } from "../support/ports.ts";
import { resultOf } from "../support/raw_client.ts";
import { Service } from "../support/service.ts";

const dev = fileURLToPath(new URL("../../dev", import.meta.url));

let dir = "";
let running: Up[] = [];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "parley-up-"));
});

afterEach(async () => {
  await Promise.all(running.map((up) => up.command.terminate()));
  running = [];
  rmSync(dir, { recursive: true });
});

// One ./dev up, and the process ids that it has printed.
class Up {
  private constructor(
    readonly command: Service,
    readonly port: number,
    readonly runDir: string,
  ) {}

  static async begin(more: readonly string[] = [], given?: number): Promise<Up> {
    const port = given ?? (await freePort());
    const runDir = join(dir, `run-${running.length}`);
    const args = ["up", "--no-build", `--port=${port}`, `--run-dir=${runDir}`, ...more];
    const up = new Up(new Service(`up:${port}`, dev, args), port, runDir);
    running.push(up);
    return up;
  }

  static async start(more: readonly string[] = []): Promise<Up> {
    const up = await Up.begin(more);
    await up.command.line("address", (line) => (line.includes("Parley is at") ? true : undefined));
    return up;
  }

  async get(path: string): Promise<number> {
    const answer = await fetch(`http://127.0.0.1:${this.port}${path}`).catch(() => undefined);
    return answer?.status ?? 0;
  }

  route(path: string): string {
    return `ws://127.0.0.1:${this.port}${path}`;
  }

  pid(name: string): number {
    return this.pids().get(name) ?? 0;
  }

  pids(): Map<string, number> {
    const said = this.command.lines.map((line) => /^\S+ +(\S+) .*\(pid (\d+)\)$/.exec(line));
    return new Map(said.flatMap((match) => (match ? [[match[1] ?? "", Number(match[2])]] : [])));
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const everybody = [
  "gateway",
  "matchmaker-0",
  "matchmaker-1",
  "node-0",
  "node-1",
  "node-2",
  "redis",
];

test("everything comes up behind one port and is gone after SIGTERM", async () => {
  const up = await Up.start();
  expect([...up.pids().keys()].sort()).toEqual(everybody);
  expect(await up.get("/")).toBe(200);
  expect(await up.get("/api/stats")).toBe(200);
  expect(statSync(join(up.runDir, "keys")).mode & 0o777).toBe(0o600);
  up.command.signal("SIGTERM");
  expect(await up.command.exit).toEqual({ code: 0, signal: null });
  expect([...up.pids().values()].filter(isAlive)).toEqual([]);
});

test.each(["redis", "matchmaker-0", "node-1", "gateway"])(
  "%s is killed, said to be dead, and started again",
  async (name) => {
    const up = await Up.start();
    const before = up.pid(name);
    process.kill(before, "SIGKILL");
    await up.command.line("death", (line) =>
      line.includes(`${name} died (SIGKILL)`) ? true : undefined,
    );
    await up.command.line("return", (line) =>
      line.includes(`${name} is back`) ? true : undefined,
    );
    expect(up.pid(name)).not.toBe(before);
    expect(await up.get("/")).toBe(200);
    await expect.poll(() => up.get("/api/stats"), { timeout: 5000 }).toBe(200);
  },
);

test("reports are taken, for the key in the run directory", async () => {
  const up = await Up.start();
  const { bob } = await joinTwo(up);
  expect(resultOf(await bob.call("report", { reason: "spam" }))).toEqual({});
  expect(statSync(join(up.runDir, "reports.key")).mode & 0o777).toBe(0o600);
});

test("an open conversation does not hold it up: it ends cleanly in a few seconds", async () => {
  const up = await Up.start();
  const { ada } = await joinTwo(up);
  const began = performance.now();
  up.command.signal("SIGTERM");
  expect((await up.command.exit).code).toBe(0);
  expect(performance.now() - began).toBeLessThan(5000);
  expect(up.command.lines.join("\n")).not.toContain("killed");
  await ada.closed;
});

test("what dies again and again is started ever more rarely, up to ten seconds", () => {
  expect([1, 2, 3, 4, 5, 6, 7, 20].map(backoffMs)).toEqual([
    200, 400, 800, 1600, 3200, 6400, 10_000, 10_000,
  ]);
});

test("Ctrl-C while it is coming up leaves nothing behind", async () => {
  const up = await Up.begin();
  await up.command.line("redis", (line) => (line.includes("redis") ? true : undefined));
  up.command.signal("SIGINT");
  expect((await up.command.exit).code).toBe(0);
  expect([...up.pids().values()].filter(isAlive)).toEqual([]);
});

test("even when it is killed outright, nothing goes on without it", async () => {
  const up = await Up.start();
  await up.command.kill();
  await expect.poll(() => [...up.pids().values()].filter(isAlive), { timeout: 15_000 }).toEqual([]);
});

test("two run side by side; a third on a port that is taken says so and ends with 2", async () => {
  const [first, second] = [await Up.start(), await Up.start(["--nodes=1", "--matchmakers=1"])];
  expect([await first.get("/api/stats"), await second.get("/api/stats")]).toEqual([200, 200]);
  const third = await Up.begin([], first.port);
  expect((await third.command.exit).code).toBe(2);
  expect(third.command.lines).toEqual([
    `dev: port ${first.port} is taken; choose another with --port`,
  ]);
});

test("a mistake in a configuration file is shown as the service says it, and ends it with 2", async () => {
  writeFileSync(join(dir, "chat-node.yaml"), "room:\n  grace: 5\n");
  const up = await Up.begin([`--config-dir=${dir}`]);
  expect((await up.command.exit).code).toBe(2);
  expect(up.command.lines.join("\n")).toMatch(/chat-node\.yaml:2: .*room\.grace/);
  expect([...up.pids().values()].filter(isAlive)).toEqual([]);
  expect(existsSync(join(up.runDir, "node-0.log"))).toBe(true);
});

test.each([
  [["--nodes=0"], "--nodes must be a whole number from 1 to 64"],
  [["--sideways"], "no such option"],
])("%j is refused in one line", async (args, said) => {
  const up = await Up.begin(args);
  expect((await up.command.exit).code).toBe(2);
  expect(up.command.lines).toHaveLength(1);
  expect(up.command.lines[0]).toContain(said);
});
