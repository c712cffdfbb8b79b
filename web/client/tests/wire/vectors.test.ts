// The golden vectors that the C++ services pass as well (core/wire/vectors).
import { isUtf8 } from "node:buffer";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { CloseCode, classify } from "../../src/wire/close_codes.js";
import { decode } from "../../src/wire/decode.js";
import { encodeNotification, encodeRequest } from "../../src/wire/encode.js";
import { errorNames } from "../../src/wire/errors.js";
import type { Call, Method, Notice } from "../../src/wire/messages.js";

// biome-ignore lint/suspicious/noExplicitAny: test data of many shapes
type Any = any;

const read = (file: string): Any[] => {
  const url = new URL(`../../../../core/wire/vectors/${file}`, import.meta.url);
  return JSON.parse(readFileSync(url, "utf8")).vectors;
};

const fill = (value: Any, { text, times }: Any): Any =>
  JSON.parse(
    JSON.stringify(value).replaceAll("$FILL", JSON.stringify(text.repeat(times)).slice(1, -1)),
  );

const filled = (vector: Any): Any => (vector.fill ? fill(vector, vector.fill) : vector);

/** Null: a WebSocket drops what is not UTF-8 before anybody sees it (RFC 6455 section 8.1). */
const frameText = ({ frame, frame_hex }: Any): string | null => {
  if (frame_hex === undefined) return typeof frame === "string" ? frame : JSON.stringify(frame);
  const bytes = Buffer.from(frame_hex, "hex");
  return isUtf8(bytes) ? bytes.toString("utf8") : null;
};

const snake = (key: string) =>
  key.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** From the library's spelling to that of the wire. */
const toWire = (value: Any): Any => {
  if (Array.isArray(value)) return value.map(toWire);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [snake(key), toWire(member)]),
  );
};

/** What a client means by a frame, in the form of the vectors. */
const meaning = (frame: string | null, of: Method | undefined): Any => {
  const incoming = frame === null ? null : decode(frame, () => of);
  if (incoming === null || incoming.type === "unknown") return null;
  if (incoming.type === "notification") {
    const { method, ...params } = incoming.message;
    return { method, params: toWire(params) };
  }
  if (incoming.type === "error") return { id: incoming.id, error: toWire(incoming.error) };
  const { of: _, ...result } = incoming.result;
  return { id: incoming.id, result: toWire(result) };
};

const expected = ({ message }: Any): Any => {
  const { jsonrpc: _, ...rest } = message;
  if (rest.error) {
    const { detail: _detail, ...data } = rest.error.data ?? {};
    return { id: rest.id, error: { name: errorNames[rest.error.code], ...data } };
  }
  // `again` left out says the same as false.
  if (rest.result && "at" in rest.result)
    return { ...rest, result: { again: false, ...rest.result } };
  return rest;
};

describe("what a service says", () => {
  test.each(read("from_service.json").map((vector) => [vector.name, filled(vector)]))(
    "%s",
    (_, vector) => {
      const heard = meaning(frameText(vector), vector.of);
      if (vector.ignored) expect(heard).toBe(null);
      else expect(heard).toEqual(expected(vector));
    },
  );
});

describe("what a client says", () => {
  const vectors = [...read("to_matchmaker.json"), ...read("to_node.json")].filter(
    ({ message }) => message,
  );
  test.each(vectors.map((vector) => [vector.name, filled(vector).message]))("%s", (_, message) => {
    const { id, method, params } = message;
    const written =
      id === undefined
        ? encodeNotification({ method, params } as Notice)
        : encodeRequest(id, { method, params } as Call);
    expect(JSON.parse(written)).toEqual(message);
  });
});

test("every error has its name", () => {
  const vectors = read("errors.json").map(({ code, name }) => [String(code), name]);
  expect(Object.fromEntries(vectors)).toEqual(errorNames);
});

describe("close codes", () => {
  const ours = Object.values(CloseCode) as number[];
  test.each(read("close_codes.json").map((vector) => [vector.code, vector]))(
    "%s",
    (code, vector) => {
      expect(classify(code)).toBe(vector.class);
      if (!vector.unknown && code >= 4000) expect(ours).toContain(code);
    },
  );
});
