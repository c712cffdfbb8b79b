// Fills in the gateway's template for one machine: used by ./dev up and by the tests. (The image renders the same
// template with envsubst and brings a routes file of its own.) Starts nothing.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const template = fileURLToPath(new URL("nginx.conf.template", import.meta.url));

/**
 * @typedef {object} Gateway
 * @property {string} listen what nginx listens on, "127.0.0.1:8080"
 * @property {string} page the folder with the built page
 * @property {string} log the file of its access log
 * @property {string} run a folder for the rendered files, the pid file and nginx's temporary files
 * @property {readonly string[]} matchmakers their addresses, "127.0.0.1:20001"
 * @property {Readonly<Record<string, string>>} nodes the address of each chat-node by its id
 * @property {string} [probe] the address of the probe, if there is one
 */

/**
 * Writes nginx.conf and routes.conf into `run` and returns the arguments that start nginx with them, in the foreground.
 * @param {Gateway} gateway
 * @returns {string[]}
 */
export function renderGateway({ listen, page, log, run, matchmakers, nodes, probe }) {
  mkdirSync(run, { recursive: true });
  const routes = join(run, "routes.conf");
  const conf = join(run, "nginx.conf");
  /** @type {Record<string, string>} */
  const values = {
    GATEWAY_LISTEN: listen,
    GATEWAY_PAGE: page,
    GATEWAY_LOG: log,
    GATEWAY_RUN: run,
    GATEWAY_ROUTES: routes,
  };
  const text = readFileSync(template, "utf8").replace(/\$\{(GATEWAY_[A-Z]+)\}/g, (_all, name) => {
    if (values[name] === undefined) throw new Error(`${template}: no value for ${name}`);
    return values[name];
  });
  writeFileSync(routes, renderRoutes(matchmakers, nodes, probe));
  writeFileSync(conf, text);
  // Started by root, nginx would hand its work to another user, who may not be allowed to read the page in root's home.
  const user = process.getuid?.() === 0 ? "user root; " : "";
  return ["-p", run, "-c", conf, "-e", "stderr", "-g", `${user}daemon off;`];
}

/**
 * @param {readonly string[]} matchmakers
 * @param {Readonly<Record<string, string>>} nodes
 * @param {string} [probe]
 */
function renderRoutes(matchmakers, nodes, probe) {
  // max_fails=0: each request tries them anew. A dead one costs a refused connection; one that is back serves at once.
  const servers = matchmakers.map((address) => `  server ${address} max_fails=0;\n`);
  const addresses = Object.entries(nodes).map(([id, address]) => `  ${id} ${address};\n`);
  return (
    `upstream matchmakers {\n${servers.join("")}}\n\n` +
    `map $node_id $node_address {\n  default "";\n${addresses.join("")}}\n` +
    (probe ? `\nmap $request_method $echo_address {\n  default "";\n  POST ${probe};\n}\n` : "")
  );
}
