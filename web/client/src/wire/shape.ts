// Checks a value of JSON against a description, and gives it back with the type that the description says.

/** Not what was described. Only the decoder catches it. */
export class Malformed extends Error {}

/** Gives the value back, or throws `Malformed`. */
export type Check<T> = (value: unknown) => T;
/** What a check lets through. */
export type Checked<C> = C extends Check<infer T> ? T : never;

export const must: (holds: boolean) => asserts holds = (holds) => {
  if (!holds) throw new Malformed();
};

const check =
  <T>(holds: (value: unknown) => boolean): Check<T> =>
  (value) => {
    must(holds(value));
    return value as T;
  };

export const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;

export const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const fields = check<Readonly<Record<string, unknown>>>(isFields);
/** 0 … 2⁵³−1. */
export const count = check<number>(isCount);
/** 1 … 2⁵³−1: a seat, a seq, an attempt. */
export const ordinal = check<number>((value) => isCount(value) && value > 0);
export const number = check<number>(Number.isFinite);
export const integer = check<number>(Number.isSafeInteger);
export const flag = check<boolean>((value) => typeof value === "boolean");
export const text = check<string>((value) => typeof value === "string");

export const matching = (pattern: RegExp): Check<string> =>
  check((value) => typeof value === "string" && pattern.test(value));
/** A string that means nothing when empty. */
export const word = matching(/./s);

export const oneOf = <T extends string>(...choices: readonly T[]): Check<T> =>
  check((value) => choices.includes(value as T));

export const list =
  <T>(each: Check<T>): Check<readonly T[]> =>
  (value) => {
    must(Array.isArray(value));
    return value.map(each);
  };

/** Absent, or right. */
export const maybe =
  <T>(right: Check<T>): Check<T | undefined> =>
  (value) =>
    value === undefined ? undefined : right(value);

/** Null or absent, or right. */
export const nullable =
  <T>(right: Check<T>): Check<T | null> =>
  (value) =>
    value == null ? null : right(value);

type Members = Readonly<Record<string, Check<unknown>>>;
type Optional<M extends Members> = {
  [K in keyof M]: undefined extends Checked<M[K]> ? K : never;
}[keyof M];

export type Shape<M extends Members> = {
  readonly [K in Exclude<keyof M, Optional<M>>]: Checked<M[K]>;
} & { readonly [K in Optional<M>]?: Exclude<Checked<M[K]>, undefined> };

/** An object with these members; what else it has is left out. */
export const shape =
  <M extends Members>(members: M): Check<Shape<M>> =>
  (value) => {
    const from = fields(value);
    const result: Record<string, unknown> = {};
    for (const key in members) {
      const member = members[key]?.(from[key]);
      if (member !== undefined) result[key] = member;
    }
    return result as Shape<M>;
  };
