// A picture made anew in the browser: upright, small enough to be sent, and without place, time and device, which cameras
// note in it. What moves stands still: a picture that plays by itself could not be stopped.
import { pictureLimit } from "./model/limits.ts";

interface Picture {
  readonly blob: Blob;
  readonly width: number;
  readonly height: number;
}

/** The longest side and the quality, tried one after the other until it is small enough. */
const attempts = [
  [2048, 0.85],
  [2048, 0.6],
  [1280, 0.6],
  [640, 0.5],
] as const;

/** Null when it can't be read. */
export async function toPicture(file: Blob): Promise<Picture | null> {
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (!bitmap) return null;
  try {
    for (const [longest, quality] of attempts) {
      const picture = await drawn(bitmap, longest, quality);
      if (picture && picture.blob.size <= pictureLimit) return picture;
    }
    return null;
  } finally {
    bitmap.close();
  }
}

async function drawn(bitmap: ImageBitmap, longest: number, quality: number) {
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext("2d");
  if (!context) return null;
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const blob = (await encoded(canvas, "image/webp", quality)) ?? (await opaque(canvas, quality));
  return blob && { blob, width: canvas.width, height: canvas.height };
}

/** For browsers that can't write WebP; JPEG knows nothing that shines through, so paper is put under it. */
function opaque(canvas: HTMLCanvasElement, quality: number): Promise<Blob | null> {
  const context = canvas.getContext("2d");
  if (context) {
    context.globalCompositeOperation = "destination-over";
    context.fillStyle = "white";
    context.fillRect(0, 0, canvas.width, canvas.height);
  }
  return encoded(canvas, "image/jpeg", quality);
}

/** Null when the browser can't: it writes PNG instead, which would be too large. */
const encoded = (canvas: HTMLCanvasElement, type: string, quality: number): Promise<Blob | null> =>
  new Promise((resolve) => {
    canvas.toBlob((blob) => resolve(blob?.type === type ? blob : null), type, quality);
  });
