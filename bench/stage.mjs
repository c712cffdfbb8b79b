// Where a measurement happens: one chat-node on a core of its own; Redis, a matchmaker and the load driver on the others.
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Child } from "../.ci/up/child.mjs";
import { stages } from "../.ci/up/topology.mjs";

const programs = resolve("build/release/bin");

// All visitors come from one address, and none is meant to be slowed down.
const limits = {
  connections_per_address: 100_000,
  frames_burst: 1_000_000,
  frames_per_second: 1_000_000,
};

/**
 * Starts everything, runs parley-bench with these arguments, ends everything. `faults`: whether the chat-node allows
 * them, and its plan. `output`: "inherit" prints what the driver says, "pipe" gives it back.
 */
export async function measure(
  /** @type {readonly string[]} */ args,
  /** @type {{ faults?: { plan?: object }, output?: "inherit" | "pipe" }} */ {
    faults,
    output = "inherit",
  } = {},
) {
  const runDir = mkdtempSync(join(tmpdir(), "parley-bench-"));
  writeFileSync(join(runDir, "keys"), `${randomBytes(32).toString("hex")}\n`, { mode: 0o600 });
  const settings = {
    matchmaker: { limits: { ...limits, seeks_per_address_per_minute: 1_000_000 } },
    "chat-node": { limits, ...(faults && { faults: { allowed: true } }) },
  };
  if (faults?.plan) {
    const plan = join(runDir, "plan.yaml");
    writeFileSync(plan, JSON.stringify(faults.plan));
    Object.assign(settings["chat-node"], { faults: { allowed: true, plan } });
  }
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
  /** @type {Child[]} */
  const started = [];
  try {
    for (const specs of topology.slice(0, -1)) {
      for (const spec of specs) {
        const child = new Child(spec, join(runDir, `${spec.name}.log`), console.error);
        started.push(child);
        await child.start();
        pin(child.pid, spec.name === "node-0" ? "0" : "1-");
      }
    }
    return drive(started, args, output);
  } finally {
    for (const child of started.reverse()) await child.stop();
    rmSync(runDir, { recursive: true, force: true });
  }
}

function drive(
  /** @type {readonly Child[]} */ started,
  /** @type {readonly string[]} */ args,
  /** @type {"inherit" | "pipe"} */ output,
) {
  const addressOf = (/** @type {string} */ name) =>
    started.find(({ spec }) => spec.name === name)?.spec.address;
  const driver = [
    ...["--cpu-list", cores("1-"), join(programs, "parley-bench")],
    `--matchmaker=${addressOf("matchmaker-0")}`,
    `--node=node-0=${addressOf("node-0")}`,
    ...started.map(({ spec, pid }) => `--process=${spec.name}=${pid}`),
    ...args,
  ];
  const stdio = /** @type {const} */ (["inherit", output, "inherit"]);
  const { status, stdout } = spawnSync("taskset", driver, { stdio: [...stdio], encoding: "utf8" });
  return { status: status ?? 1, said: stdout ?? "" };
}

/** "1-": the second core and all after it. */
function cores(/** @type {string} */ list) {
  if (list !== "1-") return list;
  const count = Number(spawnSync("nproc", ["--all"]).stdout.toString());
  return count > 1 ? `1-${count - 1}` : "0";
}

function pin(/** @type {number} */ pid, /** @type {string} */ list) {
  spawnSync("taskset", ["--all-tasks", "--cpu-list", "--pid", cores(list), String(pid)]);
}
