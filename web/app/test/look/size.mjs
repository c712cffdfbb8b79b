// Holds the built page to its budget: what a visitor downloads before the first conversation. Run after the build.
import { readdir, readFile } from "node:fs/promises";
import { brotliCompressSync } from "node:zlib";

const budget = { js: 25 * 1024, css: 6 * 1024 };
const assets = new URL("../../dist/assets/", import.meta.url);
const names = await readdir(assets);
for (const [kind, limit] of Object.entries(budget)) {
  let bytes = 0;
  for (const name of names.filter((one) => one.endsWith(`.${kind}`)))
    bytes += brotliCompressSync(await readFile(new URL(name, assets))).length;
  process.stdout.write(`${kind}: ${bytes} of ${limit} bytes (brotli)\n`);
  if (bytes > limit) process.exitCode = 1;
}
