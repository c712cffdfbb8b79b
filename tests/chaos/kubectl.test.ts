// The kubectl driver against a stand-in that writes down each call: the commands are those that --dry-run prints, and the
// bots talk through a gateway that was there before.
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Gateway } from "../support/gateway.ts";
import { System } from "../support/system.ts";
import { Chaos } from "./chaos.ts";

const experiment = `
shows: a test
happens: here
topology: {matchmakers: 2, nodes: 3}
load: {bots: 20, messages: 600, rate: 200}
steady: {lasts: 500ms}
acts:
  - {do: node_kill, at: 500ms, target: node-1}
  - {do: redis_wipe, at: 1s}
holds: {rest_within: 15s, redis_may_rewind: true}
`;

let chaos: Chaos;
let system: System;
let gateway: Gateway;

beforeEach(async () => {
  chaos = new Chaos();
  system = await new System({ nodes: 0 }).start();
  for (const id of ["chat-node-0", "chat-node-1"]) await system.add("chat-node", id);
  gateway = await new Gateway().start({
    page: chaos.dir,
    matchmakers: [system.address("matchmaker-0")],
    nodes: Object.fromEntries(["chat-node-0", "chat-node-1"].map((id) => [id, system.address(id)])),
  });
});
afterEach(async () => {
  await gateway.stop();
  await system.stop();
  chaos.remove();
});

test("acts are done by kubectl, and everything is healed in the end", async () => {
  const calls = chaos.write("calls", "");
  chaos.write("kubectl", `#!/bin/sh\necho "kubectl $*" >> ${calls}\n`, 0o755);
  const env = { PATH: `${chaos.dir}:${process.env.PATH}` };
  const file = chaos.write("two-acts.yaml", experiment);
  const args = ["--driver", "kubectl", "--namespace", "chat"];

  const dry = chaos.start(["run", file, "--dry-run", ...args]);
  await dry.exit;
  const printed = dry.lines
    .filter((line) => line.startsWith(" ".repeat(12)))
    .map((line) => line.trim());

  const doors = [
    "--gateway",
    `127.0.0.1:${gateway.port}`,
    "--redis",
    `127.0.0.1:${system.redis.port}`,
  ];
  const { status, said, verdict } = await chaos.run(file, [...args, ...doors], env);
  expect(verdict, said).toMatchObject({ verdict: "held" });
  expect(status).toBe(0);

  const called = readFileSync(calls, "utf8").trim().split("\n");
  expect(called).toContain(
    "kubectl -n chat delete pod chat-node-1 --force --grace-period=0 --wait=false",
  );
  expect(called).toContain("kubectl -n chat exec deployment/redis -- redis-cli FLUSHALL SYNC");
  expect(printed.filter((line) => !called.includes(line))).toEqual([]);
  expect(called.at(-1)).toBe("kubectl -n chat rollout status deployment/redis --timeout=180s");
});
