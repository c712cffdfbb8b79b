// The golden vectors that the C++ services pass as well (core/wire/vectors).
import { isUtf8 } from "node:buffer";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as CloseCode from "../../src/wire/close_codes.js";
import { decode } from "../../src/wire/decode.js";
import { errorNameOf } from "../../src/wire/errors.js";
import type { Method } from "../../src/wire/heard.js";
import { type Call, encode, type Notice } from "../../src/wire/said.js";

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

/** An empty `seen` or `filtered` and none are the same. */
const withoutEmpty = ({ members, filtered = [], ...result }: Any): Any => ({
  ...result,
  ...(members && {
    members: members.map(({ seen = {}, ...member }: Any) =>
      Object.keys(seen).length > 0 ? { ...member, seen } : member,
    ),
  }),
  ...(filtered.length > 0 && { filtered }),
});

/** What a client means by a frame, in the form of the vectors. */
const meaning = (frame: string | null, of: Method | undefined): Any => {
  const incoming = frame === null ? null : decode(frame, () => of);
  if (incoming === null || incoming.type === "unknown") return null;
  if (incoming.type === "notification") {
    const { method, ...params } = incoming.message;
    return { method, params };
  }
  if (incoming.type === "error") return { id: incoming.id, error: incoming.error };
  const { of: _, ...result } = incoming.result;
  return { id: incoming.id, result: withoutEmpty(result) };
};

const expected = ({ message }: Any): Any => {
  const { jsonrpc: _, ...rest } = message;
  if (rest.error) {
    const { detail: _detail, ...data } = rest.error.data ?? {};
    return { id: rest.id, error: { name: errorNameOf(rest.error.code), ...data } };
  }
  return rest;
};

describe("what a service says", () => {
  const vectors = [...read("from_service.json"), ...read("named_rooms.json")].filter(
    ({ to = "client" }) => to === "client",
  );
  test.each(vectors.map((vector) => [vector.name, filled(vector)]))("%s", (_, vector) => {
    const heard = meaning(frameText(vector), vector.of);
    if (vector.ignored) expect(heard).toBe(null);
    else expect(heard).toEqual(expected(vector));
  });
});

describe("what a client says", () => {
  const files = ["to_matchmaker.json", "to_node.json", "named_rooms.json"];
  const vectors = files.flatMap(read).filter(({ message, to }) => message && to !== "client");
  test.each(vectors.map((vector) => [vector.name, filled(vector).message]))("%s", (_, message) => {
    const { id, method, params } = message;
    const written = encode({ method, params } as Call | Notice, id);
    expect(JSON.parse(written)).toEqual(message);
  });
});

test("every error has its name", () => {
  for (const { code, name } of read("errors.json")) expect(errorNameOf(code)).toBe(name);
  expect(errorNameOf(-1)).toBe("internal_error");
});

describe("close codes", () => {
  const ours = Object.values(CloseCode) as number[];
  test.each(read("close_codes.json").map((vector) => [vector.code, vector]))(
    "%s",
    (code, vector) => {
      expect(CloseCode.classify(code)).toBe(vector.class);
      if (!vector.unknown && code >= 4000) expect(ours).toContain(code);
    },
  );
});
