// A test double of what draws pictures in a browser.
import { vi } from "vitest";

/** A browser that reads what is called a picture, unless that is broken; and writes it as `type`. */
export function drawing(width: number, height: number, type = "image/webp"): string[] {
  const written: string[] = [];
  vi.stubGlobal("createImageBitmap", async (file: File) => {
    if (file.name.startsWith("broken")) throw new Error("not a picture");
    return { width, height, close: () => {} };
  });
  const context = { drawImage: () => {}, fillRect: () => {} };
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(context as never);
  vi.spyOn(HTMLCanvasElement.prototype, "toBlob").mockImplementation(function (
    this: HTMLCanvasElement,
    give,
    wanted,
  ) {
    written.push(`${wanted} ${this.width}x${this.height}`);
    give(new Blob(["drawn"], { type: wanted === type ? type : "image/png" }));
  });
  return written;
}
