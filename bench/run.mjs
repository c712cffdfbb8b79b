// ./dev bench: one chat-node on a core of its own; Redis, a matchmaker and the load driver on the others. Every further
// argument goes to parley-bench.
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Child } from "../.ci/up/child.mjs";
import { stages } from "../.ci/up/topology.mjs";

const programs = resolve("build/release/bin");
const runDir = mkdtempSync(join(tmpdir(), "parley-bench-"));

// All visitors come from one address, and none is meant to be slowed down.
const limits = {
  connections_per_address: 100_000,
  frames_burst: 1_000_000,
  frames_per_second: 1_000_000,
};
const settings = {
  matchmaker: { limits: { ...limits, seeks_per_address_per_minute: 1_000_000 } },
  "chat-node": { limits },
};

writeFileSync(join(runDir, "keys"), `${randomBytes(32).toString("hex")}\n`, { mode: 0o600 });
for (const [kind, config] of Object.entries(settings)) {
  writeFileSync(join(runDir, `${kind}.yaml`), JSON.stringify(config)); // JSON is YAML
}

const topology = await stages({
  address: "127.0.0.1",
  port: 8080, // of the gateway, which is not started
  matchmakers: 1,
  nodes: 1,
  configDir: runDir,
  runDir,
  programs,
  page: runDir,
});
const started = [];
let status = 1;
try {
  for (const specs of topology.slice(0, -1)) {
    for (const spec of specs) {
      const child = new Child(spec, join(runDir, `${spec.name}.log`), console.error);
      started.push(child);
      await child.start();
      pin(child.pid, spec.name === "node-0" ? "0" : "1-");
    }
  }
  const [matchmaker, node] = ["matchmaker-0", "node-0"].map((name) =>
    started.find(({ spec }) => spec.name === name),
  );
  const args = [
    `--matchmaker=${matchmaker.spec.address}`,
    `--node=node-0=${node.spec.address}`,
    ...started.map(({ spec, pid }) => `--process=${spec.name}=${pid}`),
    ...process.argv.slice(2),
  ];
  const driver = ["taskset", "--cpu-list", cores("1-"), join(programs, "parley-bench"), ...args];
  ({ status } = spawnSync(driver[0], driver.slice(1), { stdio: "inherit" }));
} finally {
  for (const child of started.reverse()) await child.stop();
  rmSync(runDir, { recursive: true, force: true });
}
process.exit(status ?? 1);

/** "1-": the second core and all after it. */
function cores(/** @type {string} */ list) {
  if (list !== "1-") return list;
  const count = Number(spawnSync("nproc", ["--all"]).stdout.toString());
  return count > 1 ? `1-${count - 1}` : "0";
}

function pin(/** @type {number} */ pid, /** @type {string} */ list) {
  spawnSync("taskset", ["--all-tasks", "--cpu-list", "--pid", cores(list), String(pid)]);
}
