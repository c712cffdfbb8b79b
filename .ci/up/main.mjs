// ./dev up, once everything is installed and built: starts one Parley on this machine, keeps it running, and stops it
// on Ctrl-C or SIGTERM so that nothing is left behind.
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Child } from "./child.mjs";
import { parseOptions } from "./options.mjs";
import { isFree } from "./ports.mjs";
import { reachable, stages } from "./topology.mjs";

/** @param {string} text */
function tell(text) {
  console.log(`${new Date().toTimeString().slice(0, 8)}  ${text}`);
}

// The keys that sign tokens are kept from run to run: a page left open goes on after ./dev up was started again.
/** @param {string} runDir */
function makeKeys(runDir) {
  const file = join(runDir, "keys");
  if (!existsSync(file))
    writeFileSync(file, `${randomBytes(32).toString("hex")}\n`, { mode: 0o600 });
}

// So that reports are taken: ./dev up plays the operator too. Made once, since only this key opens what it has sealed.
/** @param {import("./options.mjs").Options} options */
function makeReportKeys({ runDir, programs }) {
  if (!existsSync(join(runDir, "reports.pub")))
    execFileSync(join(programs, "parley-reports"), ["new-key", runDir]);
}

/** @param {Child} child */
async function startOne(child) {
  await child.start();
  const { name, address, admin } = child.spec;
  tell(
    `${name.padEnd(13)} ready at ${address}${admin ? `, admin ${admin}` : ""} (pid ${child.pid})`,
  );
}

/** @param {Child[][]} started */
async function stopAll(started) {
  for (const stage of started.reverse()) await Promise.all(stage.map((child) => child.stop()));
}

/** @param {import("./options.mjs").Options} options */
async function main(options) {
  const { address, port, runDir } = options;
  mkdirSync(runDir, { recursive: true });
  if (!(await isFree(port, address)))
    throw new Error(`${address}:${port} is taken; choose another with --port`);
  makeKeys(runDir);
  makeReportKeys(options);

  /** @type {Child[][]} */
  const started = [];
  let stopping = false;
  const stop = async (/** @type {number} */ code) => {
    if (stopping) {
      for (const child of started.flat()) child.kill(); // asked twice: at once
      return;
    }
    stopping = true;
    await stopAll(started);
    tell("stopped");
    process.exit(code);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => void stop(0));

  try {
    for (const specs of await stages(options)) {
      if (stopping) return;
      const stage = specs.map((spec) => new Child(spec, freshLog(runDir, spec.name), tell));
      started.push(stage);
      await Promise.all(stage.map(startOne));
    }
  } catch (error) {
    if (stopping) return;
    console.error(`dev up: ${error instanceof Error ? error.message : error}`);
    return stop(2);
  }
  tell(`Parley is at http://${reachable(address)}:${port}  (logs in ${runDir}; Ctrl-C stops it)`);
}

/**
 * @param {string} runDir
 * @param {string} name
 */
function freshLog(runDir, name) {
  const file = join(runDir, `${name}.log`);
  writeFileSync(file, "");
  return file;
}

try {
  await main(parseOptions(process.argv.slice(2)));
} catch (error) {
  console.error(`dev up: ${error instanceof Error ? error.message : error}`);
  process.exit(2);
}
