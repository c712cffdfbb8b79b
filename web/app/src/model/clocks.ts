// How far clocks disagree, in words. The order of a conversation depends on none of them.
import { span } from "../strings/measures.ts";
import { type Strings, say } from "../strings/strings.ts";

/** To be added to a clock to get the other one, and how far that may be off. */
export interface Offset {
  readonly offsetMs: number;
  readonly errorMs: number;
}

type Comparison = "mine" | "theirs" | "server";

/** `offset`: of the visitor's or the partner's clock to the server's, or of the server's to its reference. */
export function clockWords(s: Strings, of: Comparison, offset: Offset | null, name = ""): string {
  const words = s.clocks[of];
  if (!offset) return say(words.unknown, { name });
  const apart = Math.abs(offset.offsetMs);
  const error = Math.max(1, Math.ceil(offset.errorMs));
  if (apart <= error) return say(words.agree, { name, error: span(Math.ceil(apart + error)) });
  const template = offset.offsetMs > 0 ? words.behind : words.ahead;
  return say(template, { name, apart: span(apart), error: span(error) });
}
