#!/usr/bin/env node
// Stands in for parley-chat-node with a mistake in its relay: the real node runs behind it, and on the way to the users
// BROKEN_RELAY replaces one text by another of the same length in everything that it sends.
import { spawn } from "node:child_process";
import { connect, createServer } from "node:net";
import { createInterface } from "node:readline";

const [from, to] = (process.env.BROKEN_RELAY ?? "").split(">");
const given = process.argv.slice(2);
const port = Number(given.find((each) => each.startsWith("--listen.port="))?.split("=")[1]);
const args = given.map((each) => (each.startsWith("--listen.port=") ? "--listen.port=0" : each));

const node = spawn(process.env.REAL_NODE ?? "", args, { stdio: ["ignore", "inherit", "pipe"] });
node.on("exit", () => process.exit(1));
process.on("SIGTERM", () => node.kill("SIGTERM"));

// The real node takes a free port, and says which.
let behind = 0;
createInterface({ input: node.stderr }).on("line", (line) => {
  process.stderr.write(`${line}\n`);
  if (line.includes('"msg":"ready"')) behind = JSON.parse(line).port;
});

/** @param {Buffer} bytes */
function broken(bytes) {
  return Buffer.from(bytes.toString("latin1").replaceAll(from, to), "latin1");
}

createServer((user) => {
  const service = connect(behind, "127.0.0.1");
  user.on("data", (bytes) => service.write(bytes));
  service.on("data", (bytes) => user.write(broken(bytes)));
  for (const [one, other] of [
    [user, service],
    [service, user],
  ]) {
    one.on("error", () => other.destroy());
    one.on("close", () => other.destroy());
  }
}).listen(port, "127.0.0.1");
