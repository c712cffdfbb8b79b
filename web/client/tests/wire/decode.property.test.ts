// Whatever a service says, the decoder gives a checked message or null, and never throws.
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { decode } from "../../src/wire/decode.js";
import { type Method, notifications, results } from "../../src/wire/heard.js";

const methods = Object.keys(results) as Method[];

const file = new URL("../../../../core/wire/vectors/from_service.json", import.meta.url);
/** What is right on the wire, to be spoilt. */
const frames: readonly object[] = JSON.parse(readFileSync(file, "utf8"))
  .vectors.map(({ message }: { message?: object }) => message)
  .filter(Boolean);

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The same frame with the member that `path` leads to replaced. */
const spoil = (frame: unknown, path: readonly number[], value: unknown): unknown => {
  if (!isPlain(frame) || path.length === 0 || Object.keys(frame).length === 0) return value;
  const [first = 0, ...rest] = path;
  const key = Object.keys(frame)[first % Object.keys(frame).length] ?? "";
  return { ...frame, [key]: spoil(frame[key], rest, value) };
};

test("a frame that is spoilt anywhere is checked again or dropped", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...frames),
      fc.array(fc.nat(9), { minLength: 1, maxLength: 4 }),
      fc.jsonValue(),
      fc.constantFrom(...methods),
      (frame, path, value, of) => {
        const heard = decode(JSON.stringify(spoil(frame, path, value)), () => of);
        if (heard?.type !== "notification") return;
        const { method, ...params } = heard.message;
        expect(notifications[method](params)).toEqual(params);
      },
    ),
    { numRuns: 5_000 },
  );
});

test("any text at all is a frame or none", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), fc.constantFrom(...methods), (text, of) => {
      decode(text, () => of);
    }),
    { numRuns: 2_000 },
  );
});
