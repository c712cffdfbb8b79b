// docs/dependencies.md tells of every dependency that is declared: the Debian packages of ./dev and those of npm.
import { expect, test } from "vitest";
import { filesMatching, read } from "./files.ts";

const told = new Set(
  [...read("docs/dependencies.md").matchAll(/`([^`\s]+)`/g)].map((match) => match[1]),
);

test("of every Debian package", () => {
  const lists = [...read(".ci/dev/packages.sh").matchAll(/^ {2}\[\w+\]="([^"]*)"/gm)];
  const packages = lists.flatMap((match) => match[1]?.split(/\s+/) ?? []).filter(Boolean);
  expect(packages.length).toBeGreaterThan(10);
  expect(packages.filter((name) => !told.has(name))).toEqual([]);
});

test.each(filesMatching(/(^|\/)package\.json$/))("of every npm package in %s", (path) => {
  const manifest = JSON.parse(read(path)) as Record<string, Record<string, string> | undefined>;
  const names = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
  const ours = (name: string) => name.startsWith("@parley-chat/");
  expect(names.filter((name) => !ours(name) && !told.has(name))).toEqual([]);
});
