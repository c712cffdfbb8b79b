#!/usr/bin/env node
// The second checker's command line: node check.mjs HISTORY... prints each verdict as one line of JSON.
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { HistoryCheck } from "./history.mjs";

/** @type {import("./history.mjs").Outcome[]} */
const statuses = ["held", "violated", "unknown"];

/** @param {string} path */
async function check(path) {
  const history = new HistoryCheck();
  const lines = createInterface({ input: createReadStream(path), crlfDelay: 0 });
  for await (const line of lines) history.take(line);
  const verdict = history.finish();
  process.stdout.write(`${JSON.stringify(verdict)}\n`);
  return statuses.indexOf(verdict.verdict);
}

const paths = process.argv.slice(2);
if (paths.length === 0) {
  process.stderr.write("node check.mjs HISTORY...\n");
  process.exitCode = 2;
}
// The worst of several: violated before unknown before held.
const found = [];
for (const path of paths) found.push(await check(path));
if (found.length > 0) process.exitCode = found.includes(1) ? 1 : Math.max(...found);
