// Which question is asked next: none twice in a conversation, and never the same one by both at once.
import type { TranscriptItem } from "@parley-chat/client";

/**
 * Each seat has its half of the bank, so that two who ask in the same moment ask different things. Null when one's own
 * half is used up.
 */
export function nextQuestion(
  bank: readonly string[],
  seat: number,
  transcript: readonly TranscriptItem[],
  random: () => number,
): string | null {
  const asked = new Set(transcript.map((item) => (item.kind === "message" ? item.question : null)));
  const left = bank.filter((id, index) => index % 2 === seat % 2 && !asked.has(id));
  return left[Math.floor(random() * left.length)] ?? null;
}
