// The package as npm would carry it: what is in it, and that every kind of importer finds code and types.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, expect, test } from "vitest";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "parley-package-"));
afterAll(() => rmSync(folder, { recursive: true }));

const packed: { filename: string; files: string[] } = { filename: "", files: [] };

beforeAll(() => {
  const files = ["package.json", "README.md", "LICENSE"];
  for (const file of files) cpSync(at(`../${file}`), join(folder, file));
  const tsc = at("../../node_modules/.bin/tsc");
  execFileSync(tsc, ["-p", at("../tsconfig.build.json"), "--outDir", join(folder, "dist")]);
  const file = join(folder, "dist/parley.min.js");
  execFileSync("npm", ["run", "--silent", "bundle", "--", "--file", file], { cwd: at("..") });
  const said = execFileSync("npm", ["pack", "--json", "--ignore-scripts"], {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [{ filename, files: carried }] = JSON.parse(said);
  packed.filename = filename;
  packed.files = carried.map(({ path }: { path: string }) => path);
}, 60_000);

test("it holds the code, its types, the README and the license, and nothing else", () => {
  const others = packed.files.filter((path) => !/^dist\/[\w/]+\.(js|d\.ts)$/.test(path));
  const bundle = ["dist/parley.min.js", "dist/parley.min.js.map"];
  expect(others.sort()).toEqual(["LICENSE", "README.md", ...bundle, "package.json"]);
  expect(packed.files).toContain("dist/index.js");
  expect(packed.files).toContain("dist/index.d.ts");
});

test("the one file for pages without a bundler offers the same", async () => {
  const file = (name: string) => import(/* @vite-ignore */ join(folder, "dist", name));
  const [whole, modules] = await Promise.all([file("parley.min.js"), file("index.js")]);
  expect(Object.keys(whole).sort()).toEqual(Object.keys(modules).sort());
  expect(() => whole.createParley()).toThrow("`url` is needed outside of a browser");
});

test("publint has nothing to say", async () => {
  const { messages, pkg } = await publint({ pkgDir: folder, strict: true, pack: false });
  expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
});

test("are the types wrong? Not for anybody who can import a module", async () => {
  const data = new Uint8Array(readFileSync(join(folder, packed.filename)));
  const result = await checkPackage(createPackageFromTarballData(data));
  const problems = "problems" in result ? result.problems : ["no types"];
  // What cannot `require` a module, or knows no `exports`, is not served: the package is ESM only.
  const notServed = ["CJSResolvesToESM", "NoResolution"];
  const wrong = problems.filter(
    (problem) =>
      typeof problem === "string" ||
      !notServed.includes(problem.kind) ||
      (problem.kind === "NoResolution" && problem.resolutionKind !== "node10"),
  );
  expect(wrong).toEqual([]);
});
