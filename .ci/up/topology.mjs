// Which processes make up one Parley on this machine, and with which arguments. Starts nothing.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { renderGateway } from "../../web/gateway/render.mjs";
import { freePort } from "./ports.mjs";
import { answers, pongs } from "./ready.mjs";

/**
 * @typedef {import("./child.mjs").Spec} Spec
 * @typedef {import("./options.mjs").Options} Options
 */

/**
 * In the order in which they are to be started: each stage when the one before is ready. They stop in the reverse order,
 * the gateway first: then nobody new comes, and the services have nobody left to see off.
 * @param {Options} options
 * @returns {Promise<Spec[][]>}
 */
export async function stages(options) {
  const redisPort = await freePort();
  const matchmakers = await many(options.matchmakers, (i) =>
    service("matchmaker", `matchmaker-${i}`, options, redisPort),
  );
  const nodes = await many(options.nodes, (i) =>
    service("chat-node", `node-${i}`, options, redisPort),
  );
  return [
    [redis(redisPort, options)],
    [...matchmakers, ...nodes],
    [gateway(options, matchmakers, nodes)],
  ];
}

/**
 * @param {number} port
 * @param {Options} options
 * @returns {Spec}
 */
function redis(port, { runDir }) {
  const memoryOnly = ["--save", "", "--appendonly", "no", "--maxmemory-policy", "noeviction"];
  return {
    name: "redis",
    program: "redis-server",
    args: ["--port", String(port), "--bind", "127.0.0.1", "--dir", runDir, ...memoryOnly],
    address: `127.0.0.1:${port}`,
    isReady: pongs(port),
  };
}

/**
 * @param {"matchmaker" | "chat-node"} kind
 * @param {string} id
 * @param {Options} options
 * @param {number} redisPort
 * @returns {Promise<Spec>}
 */
async function service(kind, id, { configDir, runDir, programs }, redisPort) {
  const port = await freePort();
  const adminPort = await freePort();
  const admin = `127.0.0.1:${adminPort}`;
  const config = configDir && join(configDir, `${kind}.yaml`);
  const reportKey = join(runDir, "reports.pub");
  const settings = {
    [kind === "chat-node" ? "node.id" : "matchmaker.id"]: id,
    "listen.address": "127.0.0.1",
    "listen.port": port,
    "admin.address": "127.0.0.1",
    "admin.port": adminPort,
    "redis.host": "127.0.0.1",
    "redis.port": redisPort,
    "tokens.keys_file": join(runDir, "keys"),
    ...(existsSync(reportKey) && { "safety.report_key_file": reportKey }),
    // When all go at once nobody is left to take the rooms over: waiting for that would only delay Ctrl-C.
    ...(kind === "chat-node" && { "drain.spread_ms": 500, "drain.deadline_ms": 2_000 }),
  };
  return {
    name: id,
    program: join(programs, `parley-${kind}`),
    args: [
      ...(config && existsSync(config) ? ["--config", config] : []),
      ...Object.entries(settings).map(([key, value]) => `--${key}=${value}`),
    ],
    address: `127.0.0.1:${port}`,
    admin,
    isReady: answers(`http://${admin}/readyz`),
  };
}

/**
 * @param {Options} options
 * @param {readonly Spec[]} matchmakers
 * @param {readonly Spec[]} nodes
 * @returns {Spec}
 */
function gateway({ address, port, page, runDir }, matchmakers, nodes) {
  const listen = `${address}:${port}`;
  const run = join(runDir, "gateway");
  return {
    name: "gateway",
    program: "nginx",
    args: renderGateway({
      listen,
      page,
      log: join(runDir, "gateway.access.log"),
      run,
      matchmakers: matchmakers.map((each) => each.address),
      nodes: Object.fromEntries(nodes.map((node) => [node.name, node.address])),
    }),
    address: listen,
    isReady: answers(`http://${reachable(address)}:${port}/api/stats`),
  };
}

/**
 * @template T
 * @param {number} count
 * @param {(i: number) => Promise<T>} make
 * @returns {Promise<T[]>}
 */
function many(count, make) {
  return Promise.all(Array.from({ length: count }, (_, i) => make(i)));
}

/**
 * Where a gateway that listens there can be asked from this machine.
 * @param {string} address
 */
export function reachable(address) {
  return address === "0.0.0.0" ? "127.0.0.1" : address;
}
