// Makes ready what was chosen to be sent: a picture is drawn anew, all else read, under a name that the protocol takes.
import { codePoints, fileNameLimit } from "./model/limits.ts";
import { headSize, looksLikePicture } from "./model/looks.ts";
import { isCalledPicture, type Prepare } from "./model/uploads.ts";
import { toPicture } from "./to_picture.ts";

export const prepare: Prepare = async (file) => {
  const name = fileName(file.name);
  if (await isPicture(file)) {
    const picture = await toPicture(file);
    if (!picture) return "undrawable";
    const { blob, ...sides } = picture;
    return { blob, name, sides };
  }
  return { blob: await read(file), name, sides: null };
};

async function isPicture(file: Blob): Promise<boolean> {
  const head = await file.slice(0, headSize).arrayBuffer();
  return isCalledPicture(file) || looksLikePicture(new Uint8Array(head));
}

/** Into memory: what stands on the disk may be changed, moved or gone before it is sent. */
const read = async (file: File): Promise<Blob> =>
  new Blob([await file.arrayBuffer()], { type: file.type });

/** As the protocol takes it: without what would hide or turn a part of it, and with its ending. */
export function fileName(name: string): string {
  const clean = name.replace(/[\p{C}\p{Zl}\p{Zp}/\\]/gu, "").trim() || "file";
  const over = codePoints(clean) - fileNameLimit;
  if (over <= 0) return clean;
  const ending = /\.\w{1,8}$/.exec(clean)?.[0] ?? "";
  return [...clean].slice(0, fileNameLimit - ending.length).join("") + ending;
}
