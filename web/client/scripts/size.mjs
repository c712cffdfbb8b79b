// Prints what the library weighs in a page, minified and brotli-compressed, and fails above the bound. With --table, where
// the bytes are: how much less it would be without each module.
import { brotliCompressSync } from "node:zlib";
import { rolldown } from "rolldown";
import { minifySync } from "rolldown/utils";

const bound = 18 * 1024; // the aim is 8 KB
const folder = new URL("../src/", import.meta.url).pathname;
const compressed = (code) => brotliCompressSync(code).length;

const bundle = await rolldown({ input: `${folder}index.ts` });
const built = async (minify) => (await bundle.generate({ format: "es", minify })).output[0];
const { code } = await built(true);
const size = compressed(code);
process.stdout.write(`${code.length} bytes minified, ${size} bytes brotli of ${bound} allowed\n`);
process.exitCode = size <= bound ? 0 : 1;

if (process.argv.includes("--table")) {
  const { modules } = await built(false);
  const parts = Object.entries(modules).map(([path, { code }]) => [path, code ?? ""]);
  const without = (left) => {
    const rest = parts.filter(([path]) => path !== left).map(([, code]) => code);
    const options = { module: true, compress: false, mangle: { toplevel: true } };
    return compressed(minifySync("rest.js", `${rest.join("\n")}\nexport {};`, options).code);
  };
  const whole = without("");
  const rows = parts.map(([path]) => [whole - without(path), path.slice(folder.length)]);
  for (const [bytes, path] of rows.sort(([a], [b]) => b - a)) {
    process.stdout.write(`${String(bytes).padStart(6)}  ${path}\n`);
  }
}
