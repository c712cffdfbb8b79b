// The list of interests as it is typed: trimmed, without doubles, within the limits.
import { codePoints, interestLimit, interestsLimit } from "./limits.ts";

export type Added =
  | { readonly ok: true; readonly interests: readonly string[]; readonly added: readonly string[] }
  | { readonly ok: false; readonly error: "full" | "long" };

/** Adds what was typed; commas separate several. What is there already is no error. */
export function addInterests(interests: readonly string[], typed: string): Added {
  const next = [...interests];
  for (const part of typed.split(/[,،;\n]/)) {
    const interest = part.trim().replace(/\s+/g, " ");
    if (interest === "" || next.some((known) => known.toLowerCase() === interest.toLowerCase()))
      continue;
    if (codePoints(interest) > interestLimit) return { ok: false, error: "long" };
    if (next.length >= interestsLimit) return { ok: false, error: "full" };
    next.push(interest);
  }
  return { ok: true, interests: next, added: next.slice(interests.length) };
}

/** In an order of its own for each visit (Fisher and Yates), so that not everybody likes what stands first. */
export function shuffled(words: readonly string[], random: () => number): readonly string[] {
  const order = [...words];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other] ?? "", order[last] ?? ""];
  }
  return order;
}
