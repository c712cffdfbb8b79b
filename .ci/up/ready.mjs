// Asking a process whether it is ready, until it is.
import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

/** @typedef {() => Promise<boolean>} Probe */

/**
 * @param {string} url
 * @returns {Probe} whether it answers 2xx
 */
export function answers(url) {
  return () =>
    fetch(url, { signal: AbortSignal.timeout(1000) }).then(
      (answer) => answer.ok,
      () => false,
    );
}

/**
 * @param {number} port
 * @returns {Probe} whether the redis-server there answers PING; while it loads it does not
 */
export function pongs(port) {
  return () =>
    new Promise((resolve) => {
      const socket = connect(port, "127.0.0.1", () => socket.write("PING\r\n"));
      socket.setTimeout(1000, () => socket.destroy());
      socket.on("data", (reply) => {
        resolve(reply.toString().startsWith("+PONG"));
        socket.destroy();
      });
      socket.on("error", () => {});
      socket.on("close", () => resolve(false));
    });
}

/**
 * Asks again and again; ends early, with false, when `isOver` says that there is nothing to wait for.
 * @param {Probe} probe
 * @param {() => boolean} isOver
 * @param {number} deadlineMs
 * @returns {Promise<boolean>}
 */
export async function becomesReady(probe, isOver, deadlineMs) {
  for (const end = Date.now() + deadlineMs; Date.now() < end && !isOver(); await delay(50)) {
    if (await probe()) return true;
  }
  return false;
}
