// The protocol's limits that a client holds by itself (docs/protocol.md section 7).

import type { Refusal } from "../types.js";

export const subprotocol = "parley.v1";

const maxTextChars = 4000; // Unicode code points, as all lengths here
const maxNameChars = 40;
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

export const checkName = (name: string): Refusal | null =>
  /\p{Cc}/u.test(name) ? { ok: false, error: "invalid" } : checkLength(name, maxNameChars);
