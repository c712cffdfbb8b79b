// Reads members of a JSON object with their types checked. Throws `Malformed`, which only the decoder catches.
import type { VersionVector } from "./messages.js";

export class Malformed extends Error {}

export type Fields = Readonly<Record<string, unknown>>;

export const must = (holds: boolean): void => {
  if (!holds) throw new Malformed();
};

export const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;

export const fields = (value: unknown): Fields => {
  if (!isFields(value)) throw new Malformed();
  return value;
};

/** 0 … 2⁵³−1. */
export const count = (from: Fields, key: string): number => {
  const value = from[key];
  if (!isCount(value)) throw new Malformed();
  return value;
};

/** 1 … 2⁵³−1: a seat, a seq, an attempt. */
export const ordinal = (from: Fields, key: string): number => {
  const value = count(from, key);
  must(value > 0);
  return value;
};

export const text = (from: Fields, key: string): string => {
  const value = from[key];
  if (typeof value !== "string") throw new Malformed();
  return value;
};

/** A string that means nothing when empty. */
export const word = (from: Fields, key: string): string => {
  const value = text(from, key);
  must(value !== "");
  return value;
};

export const flag = (from: Fields, key: string): boolean => {
  const value = from[key];
  if (typeof value !== "boolean") throw new Malformed();
  return value;
};

export const list = (from: Fields, key: string): readonly unknown[] => {
  const value = from[key];
  if (!Array.isArray(value)) throw new Malformed();
  return value;
};

export const words = (from: Fields, key: string): readonly string[] =>
  list(from, key).map((value) => {
    if (typeof value !== "string") throw new Malformed();
    return value;
  });

export const oneOf = <T extends string>(from: Fields, key: string, choices: readonly T[]): T => {
  const value = from[key];
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw new Malformed();
  return found;
};

export const versionVector = (from: Fields, key: string): VersionVector => {
  const value = fields(from[key]);
  for (const seat of Object.keys(value)) {
    must(/^[1-9]\d{0,9}$/.test(seat));
    count(value, seat);
  }
  return value as VersionVector;
};

/** Present and right, or absent. */
export const optional = <T>(
  read: (from: Fields, key: string) => T,
  from: Fields,
  key: string,
): T | undefined => (from[key] === undefined ? undefined : read(from, key));

/** The object without members that are undefined. */
export const present = <T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
