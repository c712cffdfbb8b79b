// The scripts of components/redis-cluster with six real redis-servers, each at a loopback address of its own as a pod has one:
// they found a cluster, hand a master's slots over, and find each other again when all of them come back under new addresses.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { freePort } from "../support/ports.ts";
import { Service } from "../support/service.ts";
import { k8s } from "./kubectl.ts";

const folder = join(k8s, "components/redis-cluster");
const members = [0, 1, 2, 3, 4, 5];

let dir: string;
let port: number;
let running: Service[];

// Cluster mode listens at port + 10,000 as well.
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "parley-redis-cluster-"));
  do port = await freePort();
  while (port > 55_000);
  running = [];
});
afterEach(async () => {
  await stopAll();
  rmSync(dir, { recursive: true });
});

async function stopAll(): Promise<void> {
  await Promise.all(running.map((each) => each.kill()));
  running = [];
}

// The pods, in a network of their own: 127.0.<network>.1 and so on.
async function startAll(network: number): Promise<string[]> {
  const addresses = members.map((i) => `127.0.${network}.${i + 1}`);
  const conf = readFileSync(join(folder, "redis.conf"), "utf8");
  for (const [i, address] of addresses.entries()) {
    const data = join(dir, `${i}`);
    mkdirSync(data, { recursive: true });
    const own = conf.replace("port 6379", `port ${port}`).replace("dir /data", `dir ${data}`);
    writeFileSync(join(dir, `${i}.conf`), `${own}bind ${address}\n`);
    const args = [join(dir, `${i}.conf`), "--cluster-announce-ip", address];
    running.push(new Service(`redis-${i}`, "redis-server", args));
  }
  const env = { PEERS: addresses.join(" "), PORT: `${port}`, PAUSE: "0.3" };
  for (const address of addresses) {
    const keeper = join(folder, "keep-cluster.sh");
    const own = { ...env, SELF: address, REDIS: address };
    running.push(new Service(`keeper of ${address}`, "sh", [keeper], own));
  }
  return addresses;
}

function ask(address: string, ...words: readonly string[]): string {
  const args = ["-c", "-h", address, "-p", `${port}`, ...words];
  return execFileSync("redis-cli", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
}

// Three masters with a replica each, as every member sees it; one that does not answer yet is not whole.
function isWhole(addresses: readonly string[]): boolean {
  try {
    return addresses.every((address) => {
      const nodes = ask(address, "cluster", "nodes").trim().split("\n");
      const good = nodes.filter((line) => / connected/.test(line) && !/fail|handshake/.test(line));
      const replicas = good.filter((line) => / (myself,)?slave /.test(line));
      return (
        nodes.length === 6 &&
        good.length === 6 &&
        replicas.length === 3 &&
        ask(address, "cluster", "info").includes("cluster_state:ok")
      );
    });
  } catch {
    return false;
  }
}

const patience = { timeout: 30_000, interval: 200 };
const isMaster = (address: string) => ask(address, "role").startsWith("master");

test("a cluster is founded, hands over, and survives that all addresses change", async () => {
  const before = await startAll(81);
  const [first = ""] = before;
  await expect.poll(() => isWhole(before), patience).toBe(true);
  for (const key of ["a", "b", "c", "d"]) expect(ask(first, "set", key, key)).toBe("OK\n");

  const master = before.find(isMaster) ?? "";
  const handOver = join(folder, "hand-over.sh");
  execFileSync("sh", [handOver], { env: { ...process.env, REDIS: master, PORT: `${port}` } });
  expect(isMaster(master)).toBe(false);
  expect(ask(master, "get", "a")).toBe("a\n");

  await expect.poll(() => isWhole(before), patience).toBe(true);
  // The log is on disk after a second at the latest.
  await expect
    .poll(() => ask(first, "config", "get", "appendfsync"), patience)
    .toContain("everysec");
  await stopAll();
  const after = await startAll(82);
  await expect.poll(() => isWhole(after), patience).toBe(true);
  for (const key of ["a", "b", "c", "d"]) expect(ask(after[0] ?? "", "get", key)).toBe(`${key}\n`);
});
