// compose.yaml as a whole, in a network of its own: a fifth of all connections crash while bots talk, one chat-node is killed
// in the middle and started again by the engine, and the verdict holds.
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Verdict } from "../chaos/chaos.ts";
import { type Compose, readCompose, root } from "./compose.ts";
import { Engine } from "./engine.ts";
import { newKeysFolder } from "./pods.ts";

const engine = new Engine();
const keysFolder = newKeysFolder(); // in place of what the service `keys` makes once
const reports = mkdtempSync(join(tmpdir(), "parley-reports-"));
let compose: Compose;

beforeAll(async () => {
  await engine.open();
  const variables = {
    PARLEY_TAG: process.env.PARLEY_IMAGE_TAG ?? "dev",
    PARLEY_RESOLVER: await engine.resolver(),
  };
  compose = readCompose(variables, { "token-keys": keysFolder });
  const [first, last] = ["redis", "web"];
  const services = compose.names.filter((name) => /^(matchmaker|chat-node)-\d$/.test(name));
  expect(services).toHaveLength(5);
  for (const name of [first, ...services, last]) await engine.start(compose.service(name));
  await engine.ready("web", 8080, "/api/stats");
});
afterAll(async () => {
  await engine.close();
  for (const folder of [keysFolder, reports]) rmSync(folder, { recursive: true });
});

const victim = "chat-node-1";

// The plan is in force where the victim is, and has struck there.
async function isStruck(): Promise<boolean> {
  const { body } = await engine.get(victim, 7101, "/metrics");
  const struck = body.match(/^parley_faults_struck_total\{.*\} (\d+)$/gm) ?? [];
  return struck.some((line) => !line.endsWith(" 0"));
}

test("crash-20-percent holds, with a chat-node killed in the middle", {
  timeout: 180_000,
}, async () => {
  const chaos = compose.service("chaos");
  await engine.start({ ...chaos, command: [...chaos.command, "--messages=12000", "--seed=1"] });
  while (!(await isStruck())) {
    expect((await engine.inspect("chaos")).State.Running, await engine.logs("chaos")).toBe(true);
  }
  const { RestartCount } = await engine.inspect(victim);
  await engine.crash(victim);
  const { code, said } = await engine.end("chaos");
  // Once or more: until the network's DNS knows Redis again, a service gives up and is started anew.
  expect((await engine.inspect(victim)).RestartCount).toBeGreaterThan(RestartCount);
  await engine.ready(victim, 7101, "/readyz");

  await engine.copyOut("chaos", "/reports/.", reports);
  const verdict = JSON.parse(readFileSync(join(reports, "verdict.json"), "utf8")) as Verdict;
  expect(verdict, said).toMatchObject({ verdict: "held", reasons: [] });
  expect(code, said).toBe(0);
  // The image has no Node.js, so the second checker says its word here; its exit status is its verdict.
  await promisify(execFile)("node", [
    join(root, "chaos/checker/check.mjs"),
    join(reports, "history.jsonl"),
  ]);
});
