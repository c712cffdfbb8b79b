// A press that came before the client library: kept in the tab until that has taken it, also over a reload.
import type { Keep } from "./preferences.ts";

const key = "parley.pressed";

export const isPressKept = (tab: Keep): boolean => has(tab, key);

/** Not being able to keep it costs it only at a reload: nobody is troubled. */
export function keepPress(tab: Keep, kept: boolean): void {
  try {
    tab.setItem(key, kept ? "1" : "");
  } catch {}
}

/** The library has a wait, an opening or a conversation of this tab to go on with. */
export const isUnderWay = (tab: Keep): boolean =>
  has(tab, "parley.wait") || has(tab, "parley.room");

function has(tab: Keep, key: string): boolean {
  try {
    return Boolean(tab.getItem(key));
  } catch {
    return false;
  }
}
