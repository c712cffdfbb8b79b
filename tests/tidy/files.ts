// The project's own files, as git knows them or would take them, for tests that read them.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

const known = execFileSync(
  "git",
  ["ls-files", "-z", "--cached", "--others", "--exclude-standard"],
  {
    cwd: root,
    encoding: "utf8",
  },
);

// Paths from the root; a file that git knows and that has been deleted is not among them.
export const files = [...new Set(known.split("\0"))]
  .filter((path) => path && existsSync(join(root, path)))
  .sort();

export function filesMatching(pattern: RegExp): string[] {
  return files.filter((path) => pattern.test(path));
}

export function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

// "path:line: the line" for each line of these files that fits; `spare` are lines that are allowed all the same.
export function linesLike(pattern: RegExp, paths: readonly string[], spare?: RegExp): string[] {
  return paths.flatMap((path) =>
    read(path)
      .split("\n")
      .map((line, i) => ({ line, where: `${path}:${i + 1}: ${line.trim()}` }))
      .filter(({ line }) => pattern.test(line) && !spare?.test(line))
      .map(({ where }) => where),
  );
}
