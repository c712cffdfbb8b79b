// Free ports for the processes of one instance, beside any other instance.
import { randomInt } from "node:crypto";
import { createServer } from "node:net";

// Below the range from which the kernel takes ports for outgoing connections (32768 and up): there, a connection could
// take a process's port in the moment in which it is being restarted.
const lowest = 20_000;
const beyond = 32_768;

/** @type {Set<number>} */
const taken = new Set();

/**
 * A port on loopback that nobody listens on now, and that has not been given out before.
 * @returns {Promise<number>}
 */
export async function freePort() {
  for (let tries = 0; tries < 1000; ++tries) {
    const port = randomInt(lowest, beyond);
    if (taken.has(port) || !(await isFree(port))) continue;
    taken.add(port);
    return port;
  }
  throw new Error(`no free port between ${lowest} and ${beyond}`);
}

/**
 * @param {number} port
 * @param {string} address
 * @returns {Promise<boolean>}
 */
export function isFree(port, address = "127.0.0.1") {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, address, () => server.close(() => resolve(true)));
  });
}
