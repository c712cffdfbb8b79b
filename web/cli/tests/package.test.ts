// The package as npm would carry it, and that its one file runs.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { beforeAll, expect, test } from "vitest";

const folder = fileURLToPath(new URL("..", import.meta.url));
const run = (program: string, ...args: readonly string[]): string =>
  execFileSync(program, args, {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });

beforeAll(() => void run("npm", "run", "--silent", "build"));

test("it holds one file of code, the README and the license, and nothing else", () => {
  const [{ files }] = JSON.parse(run("npm", "pack", "--dry-run", "--json", "--ignore-scripts"));
  const paths = files.map(({ path }: { path: string }) => path).sort();
  expect(paths).toEqual(["LICENSE", "README.md", "dist/main.js", "package.json"]);
});

test("publint has nothing to say", async () => {
  const { messages, pkg } = await publint({ pkgDir: folder, strict: true, pack: false });
  expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
});

test("it runs, and knows its version", () => {
  const { version } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  expect(run(process.execPath, "dist/main.js", "--version")).toBe(`${version}\n`);
  expect(run(process.execPath, "dist/main.js", "--help")).toContain("--probe");
});
