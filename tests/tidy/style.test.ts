// The house's style, as far as a machine can see it. Each test lists the offenders and wants none.
import { statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { filesMatching, linesLike, read, root } from "./files.ts";

const code = filesMatching(/(\.(cpp|hpp|ts|tsx|mjs|js|lua|sh)|^dev|^\.ci\/run)$/);
const configuration = filesMatching(/(\.(ya?ml|cmake|template)|CMakeLists\.txt)$/);
const text = [...code, ...configuration, ...filesMatching(/\.(md|css|html|json)$/)];

test("no file of code is longer than 400 lines", () => {
  const long = code.map((path) => ({ path, lines: read(path).split("\n").length - 1 }));
  expect(long.filter(({ lines }) => lines > 400)).toEqual([]);
});

test("every file of code begins with a sentence on what it is for", () => {
  const silent = code.filter((path) => {
    const lines = read(path).split("\n");
    const first = lines[0]?.startsWith("#!") ? lines[1] : lines[0];
    return !/^(\/\/|#|--|\/\*) ?\S.{15,}/.test(first ?? "");
  });
  expect(silent).toEqual([]);
});

test("nothing is left for later in the code", () => {
  expect(linesLike(/\b(TODO|FIXME|XXX|HACK)\b/, text, /\bTODO\b.*\bFIXME\b/)).toEqual([]);
});

test("no test is skipped, alone, allowed to fail, or asleep", () => {
  const tests = filesMatching(/^(tests(?!\/tidy)|web)\/.*\.(ts|tsx|cpp)$/);
  const evasion =
    /\b(it|test|describe)\.(skip|only|fixme|todo)\b|\[!mayfail\]|\[!shouldfail\]|"\[\.|sleep_for/;
  // A sleep that is itself the fault under test says so on its line.
  expect(linesLike(evasion, tests, /sleep_for.*\/\/ .{10}/)).toEqual([]);
});

test("no file is named after nothing in particular", () => {
  expect(
    filesMatching(/(^|[/_-])(utils?|helpers?|common|misc|manager|stuff)([._-]|\/|$)/i),
  ).toEqual([]);
});

test("text ends with one newline, has no carriage returns, and no spaces at the ends of its lines", () => {
  const untidy = text.filter((path) => {
    const content = read(path);
    return content !== "" && (/\r|[ \t]\n/.test(content) || !/[^\n]\n$/.test(content));
  });
  expect(untidy).toEqual([]);
});

test("what is to be run can be run", () => {
  const programs = ["dev", ".ci/run"];
  expect(programs.filter((path) => (statSync(join(root, path)).mode & 0o111) !== 0o111)).toEqual(
    [],
  );
});
