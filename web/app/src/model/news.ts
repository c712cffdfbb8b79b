// What of a transcript is new. Its oldest items go away at some length, so it is known by the last one, not by counting.
import type { TranscriptItem } from "@parley-chat/client";

/**
 * Those after the item with this key; all when none was there, none when that one is gone. In a tab that was copied own
 * words may get other keys, and one may be counted wrong then.
 */
export function itemsAfter<T extends TranscriptItem>(
  items: readonly T[],
  last: string | undefined,
): readonly T[] {
  if (last === undefined) return items;
  const at = items.findLastIndex(({ key }) => key === last);
  return at < 0 ? [] : items.slice(at + 1);
}

export const lastKey = (items: readonly TranscriptItem[]): string | undefined => items.at(-1)?.key;
