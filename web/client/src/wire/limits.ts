// The protocol's limits that a client holds by itself (docs/protocol.md section 7).

import type { Refusal } from "../types.js";

export const subprotocol = "parley.v1";

const maxTextChars = 4000; // Unicode code points, as all lengths here
const maxNameChars = 40;
const maxFileNameChars = 100;
const maxSide = 16_384;
export const maxOutbox = 400;
export const maxUnreachable = 16;

/** A lone half of a surrogate pair cannot travel as UTF-8, and would cost the connection. */
export const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, "\uFFFD");

/** Null: the services will take it. */
const checkLength = (text: string, limit: number): Refusal | null => {
  if (text === "") return { ok: false, error: "empty" };
  return [...text].length > limit ? { ok: false, error: "too_long", limit } : null;
};

export const checkText = (text: string): Refusal | null => checkLength(text, maxTextChars);

/** The number of an icebreaker in a page's bank of questions. */
export const isQuestion = (id: string): boolean => /^[a-z0-9-]{1,40}$/.test(id);

/** No control character, separator or mark that turns the direction of text. */
const plain = /^[^\p{Cc}\u2028-\u202E\u2066-\u2069]*$/u;

/** It stands in a list beside others, and may become a name on a disk. */
export const checkFileName = (name: string): Refusal | null =>
  !plain.test(name) || /[/\\]/.test(name)
    ? { ok: false, error: "invalid" }
    : checkLength(name, maxFileNameChars);

export const isSide = (pixels: number): boolean =>
  Number.isInteger(pixels) && pixels >= 1 && pixels <= maxSide;

export const checkName = (name: string): Refusal | null =>
  plain.test(name) ? checkLength(name, maxNameChars) : { ok: false, error: "invalid" };
