// What is sent beside words, as bubbles need it: how to get it, and the words for how large it is and what went wrong.
import { type Message, ParleyError } from "@parley-chat/client";
import { sizeWords } from "../strings/measures.ts";
import { type Strings, say } from "../strings/strings.ts";
import type { UploadView } from "./uploads.ts";

export interface Files {
  get(message: Message, signal?: AbortSignal): Promise<Blob>;
  /** Shows a picture large. */
  view(picture: ShownPicture): void;
}

export interface ShownPicture {
  /** Of its message. */
  readonly key: string;
  readonly blob: Blob;
  /** Whose it is, in words. */
  readonly title: string;
}

/** What a browser draws without running anything; all else is not drawn, whatever its sender called it. */
export const isDrawable = ({ type }: Blob): boolean => /^image\/(png|jpeg|gif|webp)$/.test(type);

/** Whether asking again would be in vain. */
export const isGone = (error: unknown): boolean =>
  error instanceof ParleyError && (error.code === "no_such_file" || error.code === "room_ended");

export function uploadWords(s: Strings, { name, failed, limit }: UploadView): string {
  const words = s.notSent;
  const template = failed in words ? words[failed as keyof typeof words] : words.unreachable;
  return say(template, { name, size: sizeWords(limit) });
}
