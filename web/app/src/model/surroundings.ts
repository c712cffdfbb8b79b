// What the page takes from the browser around it, and a test may replace.
import type { Keep } from "./preferences.ts";
import type { Prepare } from "./uploads.ts";

/** Told each time that what is fetched later can't be had; says whether somebody still waits for it. */
export type Missing = () => boolean;

export interface Surroundings {
  /** Unix ms that never run backwards. */
  now(): number;
  random(): number;
  /** Whether nobody looks at the tab. */
  hidden(): boolean;
  /** The tab's own storage. */
  readonly tab: Keep;
  /** Somebody was found: to be heard, if the visitor wants that. */
  chime(): void;
  readonly prepare: Prepare;
}
