// Prints what the library weighs in a page, minified and brotli-compressed, and fails above the bound.
import { brotliCompressSync } from "node:zlib";
import { rolldown } from "rolldown";

const bound = 12.5 * 1024; // the aim is 8 KB
const entry = new URL("../src/index.ts", import.meta.url).pathname;

const bundle = await rolldown({ input: entry });
const { output } = await bundle.generate({ format: "es", minify: true });
const [{ code }] = output;
const size = brotliCompressSync(code).length;
process.stdout.write(`${code.length} bytes minified, ${size} bytes brotli of ${bound} allowed\n`);
process.exitCode = size <= bound ? 0 : 1;
