// Holds the built page to its budget: what the first visit loads before it can begin, and all that a visitor may ever
// download of it but words and icons. Run after the build.
import { readdir, readFile } from "node:fs/promises";
import { brotliCompressSync } from "node:zlib";

const budget = { "first load": 12.25 * 1024, js: 45.5 * 1024, css: 6 * 1024 };
const dist = new URL("../../dist/", import.meta.url);
const names = await readdir(dist, { recursive: true });
const html = await readFile(new URL("index.html", dist), "utf8");
const isOf = {
  "first load": (name) => name.endsWith(".js") && html.includes(`/${name}"`),
  js: (name) => name.endsWith(".js"),
  css: (name) => name.endsWith(".css"),
};
for (const [kind, limit] of Object.entries(budget)) {
  let bytes = 0;
  for (const name of names.filter(isOf[kind]))
    bytes += brotliCompressSync(await readFile(new URL(name, dist))).length;
  process.stdout.write(`${kind}: ${bytes} of ${limit} bytes (brotli)\n`);
  if (bytes > limit || bytes === 0) process.exitCode = 1;
}
