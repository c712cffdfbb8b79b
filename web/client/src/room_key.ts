// What a named room is called, and what is told of its key: a hash, from which nobody comes back to the key but by guessing.

import { wellFormed } from "./wire/limits.js";

export const titleOf = (room: string): string => wellFormed(room).normalize("NFC").trim();

const inHex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** As docs/protocol.md has it (`open`). Null: this page may not hash, since it did not come by HTTPS. */
export const hashOf = async (title: string, key: string): Promise<string | null> => {
  const { subtle } = globalThis.crypto;
  if (!subtle) return null;
  const folded = title.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  const text = new TextEncoder().encode(`parley room ${folded}\n${key}`);
  return inHex(await subtle.digest("SHA-256", text));
};
