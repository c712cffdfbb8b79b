// What ./dev up was asked for. Defaults and --help stand in .ci/dev/up.sh, which passes every option.
import { resolve } from "node:path";
import { parseArgs } from "node:util";

/**
 * @typedef {object} Options
 * @property {string} address where the gateway listens
 * @property {number} port the gateway's port; all others are found
 * @property {number} matchmakers how many
 * @property {number} nodes how many chat-nodes
 * @property {string} [configDir] a folder that may hold matchmaker.yaml and chat-node.yaml
 * @property {string} runDir all that this instance writes
 * @property {string} programs the folder with the services' programs
 * @property {string} page the folder with the built page
 */

/**
 * @param {string[]} args
 * @returns {Options}
 */
export function parseOptions(args) {
  const text = /** @type {const} */ ({ type: "string" });
  const { values } = parseArgs({
    args,
    options: {
      address: text,
      port: text,
      matchmakers: text,
      nodes: text,
      "config-dir": text,
      "run-dir": text,
      programs: text,
      page: text,
    },
  });
  return {
    address: given(values, "address"),
    port: integer(values, "port", 65_535),
    matchmakers: integer(values, "matchmakers", 64),
    nodes: integer(values, "nodes", 64),
    ...(values["config-dir"] && { configDir: resolve(values["config-dir"]) }),
    runDir: resolve(given(values, "run-dir")),
    programs: resolve(given(values, "programs")),
    page: resolve(given(values, "page")),
  };
}

/**
 * @param {Record<string, string | undefined>} values
 * @param {string} name
 */
function given(values, name) {
  const value = values[name];
  if (!value) throw new Error(`--${name} is missing`);
  return value;
}

/**
 * @param {Record<string, string | undefined>} values
 * @param {string} name
 * @param {number} most
 */
function integer(values, name, most) {
  const value = Number(given(values, name));
  if (!Number.isInteger(value) || value < 1 || value > most) {
    throw new Error(`--${name} must be a whole number from 1 to ${most}, not "${values[name]}"`);
  }
  return value;
}
