// What a message's text holds beside words: addresses that could be opened, and an emoji that stands alone.
export interface Piece {
  readonly text: string;
  /** Where it would lead; null for plain words. */
  readonly href: string | null;
}

const address = /\bhttps?:\/\/[^\s<>"']+/giu;
/** What ends a sentence or closes a bracket around the address rather than belonging to it. */
const trailing = ".,;:!?)]}»”’…";

/** The text cut into words and addresses; put together again they are the text. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  const add = (to: number, href: string | null): void => {
    if (to > from) found.push({ text: text.slice(from, to), href });
    from = to;
  };
  for (const { index, 0: match } of text.matchAll(address)) {
    const trimmed = trimmedAddress(match);
    const href = parsed(trimmed);
    if (href === null) continue;
    add(index, null);
    add(index + trimmed.length, href);
  }
  add(text.length, null);
  return found;
}

/** `https://a.org/wiki/Owl_(bird)` keeps its bracket, `(see https://a.org)` does not. */
function trimmedAddress(match: string): string {
  let end = match.length;
  while (end > 0 && trailing.includes(match.charAt(end - 1))) end -= 1;
  const keeps = match.charAt(end) === ")" && match.includes("(") ? 1 : 0;
  return match.slice(0, end + keeps);
}

const parsed = (text: string): string | null => {
  try {
    return new URL(text).href;
  } catch {
    return null;
  }
};

/** Whether the first letter is of a script that runs from right to left. */
export const isRightToLeft = (text: string): boolean =>
  /[\u0590-\u08ff\ufb1d-\ufefc]/.test(/\p{L}/u.exec(text)?.[0] ?? "");

/** No emoji takes so many code units; a long text need not be looked at. */
const longest = 40;
const emoji =
  /^(?:\p{Regional_Indicator}{2}|\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}]*(?:\u200d\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}]*)*)$/u;

/** One emoji and nothing else: it is drawn big. */
export const isLoneEmoji = (text: string): boolean => text.length < longest && emoji.test(text);
