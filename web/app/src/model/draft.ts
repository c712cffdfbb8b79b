// The message that is being written, kept in the tab over a reload: one draft, of one room.
import type { Keep } from "./preferences.ts";

const key = "parley.draft";

/** What was being written in this room; empty when nothing was, or in another one. */
export function readDraft(keep: Keep, room: string): string {
  try {
    const [of, text] = JSON.parse(keep.getItem(key) ?? "[]");
    return of === room ? String(text) : "";
  } catch {
    return "";
  }
}

/** Not being able to keep it costs it only at a reload: nobody is troubled. */
export function keepDraft(keep: Keep, room: string, text: string): void {
  try {
    keep.setItem(key, JSON.stringify([room, text]));
  } catch {}
}
