// Holds the built page to its budget: all that a visitor may ever download of it but words and icons. Run after the build.
import { readdir, readFile } from "node:fs/promises";
import { brotliCompressSync } from "node:zlib";

const budget = { js: 32 * 1024, css: 6 * 1024 };
const dist = new URL("../../dist/", import.meta.url);
const names = await readdir(dist, { recursive: true });
for (const [kind, limit] of Object.entries(budget)) {
  let bytes = 0;
  for (const name of names.filter((one) => one.endsWith(`.${kind}`)))
    bytes += brotliCompressSync(await readFile(new URL(name, dist))).length;
  process.stdout.write(`${kind}: ${bytes} of ${limit} bytes (brotli)\n`);
  if (bytes > limit) process.exitCode = 1;
}
