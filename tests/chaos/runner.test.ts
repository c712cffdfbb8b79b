// The runner can fail: a system that is wrong is told from one that is right, and from one of which nothing can be told.
import { chmodSync, copyFileSync, existsSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { programs } from "../support/system.ts";
import { Chaos, root } from "./chaos.ts";

const words = "shows: a test\nhappens: here\n";
const small = `
topology: {matchmakers: 1, nodes: 2}
load: {bots: 20, messages: 400, rate: 200}
steady: {lasts: 500ms, reached_within: 5s}
acts: [{do: cut_connections, at: 1s, target: node-0}]
holds: {rest_within: 4s}
`;

let chaos: Chaos;
beforeEach(() => {
  chaos = new Chaos();
});
afterEach(() => chaos.remove());

// The services' programs, with a relay that replaces `from` by `to`.
function brokenPrograms(from: string, to: string) {
  const { dir } = chaos;
  symlinkSync(join(programs, "parley-matchmaker"), join(dir, "parley-matchmaker"));
  copyFileSync(join(root, "tests/chaos/broken_node.mjs"), join(dir, "parley-chat-node"));
  chmodSync(join(dir, "parley-chat-node"), 0o755);
  const env = { BROKEN_RELAY: `${from}>${to}`, REAL_NODE: join(programs, "parley-chat-node") };
  return { args: ["--programs", dir, "--seed", "5"], env };
}

describe("a relay with a mistake is found out", () => {
  test("one that changes what was written", async () => {
    const { args, env } = brokenPrograms("/3/", "/4/"); // of a body "5/<room>/<seat>/3/…"
    const file = chaos.write("changed.yaml", words + small);
    const { status, said, verdict } = await chaos.run(file, args, env);
    expect(verdict.properties.nothing_invented?.verdict, said).toBe("violated");
    expect(status).toBe(1);
  });

  test("one that never lets a certain message through", async () => {
    const { args, env } = brokenPrograms('"seq":9,', '"seq":0,');
    const file = chaos.write("swallowed.yaml", words + small);
    const { status, said, verdict } = await chaos.run(file, args, env);
    expect(verdict.properties.nothing_lost?.verdict, said).toBe("violated");
    expect(verdict.properties.comes_back?.verdict).toBe("violated");
    expect(status).toBe(1);
  });
});

describe("what cannot be told is not said to hold", () => {
  test("a system without nodes has no steady state", async () => {
    const text = small.replace("nodes: 2", "nodes: 0").replace(/acts:.*\n/, "");
    const file = chaos.write("nobody.yaml", `${words}${text}`);
    const { status, verdict } = await chaos.run(file);
    expect(verdict.verdict).toBe("unknown");
    expect(verdict.reasons[0]).toBe("no steady state: only 0 of 20 bots sat in a room");
    expect(status).toBe(2);
  });

  test("a run that is interrupted heals, ends everything that it started, and says so", async () => {
    const file = chaos.write(
      "long.yaml",
      words + small.replace("messages: 400", "messages: 40000"),
    );
    const run = chaos.start(["run", file, "--out", chaos.out]);
    await run.line("fault", (line) => (line.includes("cut_connections") ? true : undefined));
    run.signal("SIGINT");
    const { status, verdict } = await chaos.outcome(run);
    expect(verdict.reasons[0]).toBe("interrupted");
    expect(status).toBe(2);
    expect(existsSync(join(chaos.out, "system/gateway-0/nginx.pid"))).toBe(false);
  });

  test("a history that is cut short", async () => {
    const file = chaos.write(
      "cut.jsonl",
      '{"t":0,"e":"run","format":1,"experiment":"x","seed":1,"bots":2,"expect":{"recover_within_ms":1}}\n',
    );
    const check = chaos.start(["check", file]);
    expect((await check.exit).code).toBe(2);
  });
});

describe("a mistake of the one who types is one line and status 2", () => {
  test.each([
    [["run", "no-such-experiment"], /no-such-experiment\.yaml: cannot be read$/],
    [["run", "node-kill", "--scale", "huge"], /--scale: short or full$/],
    [["frobnicate"], /no command frobnicate/],
  ])("%j", async (args, told) => {
    const run = chaos.start(args);
    expect((await run.exit).code).toBe(2);
    expect(run.lines).toHaveLength(1);
    expect(run.lines[0]).toMatch(told);
  });

  test("an experiment's mistake has its file and line", async () => {
    const file = chaos.write("wrong.yaml", `${words}load: {botts: 4}\n`);
    const run = chaos.start(["validate", file]);
    expect((await run.exit).code).toBe(2);
    expect(run.lines).toEqual([`parley-chaos: ${file}:3: unknown key load.botts`]);
  });
});
