// A display name proposed at random; the words come from the catalogue, the chance from outside.
import type { Strings } from "../strings/strings.ts";

export function proposeName(words: Strings["names"], random: () => number): string {
  const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)] ?? "";
  return words.join(pick(words.first), pick(words.second));
}
