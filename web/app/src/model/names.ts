// A display name proposed at random; the words come from the catalogue, the chance from outside.
import { type Strings, say } from "../strings/strings.ts";

export function proposeName(words: Strings["names"], random: () => number): string {
  const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)] ?? "";
  return say(words.join, { first: pick(words.first), second: pick(words.second) });
}
