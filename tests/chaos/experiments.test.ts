// Every experiment of the project, short: the guarantee holds, both checkers say so, and the reports are there.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Chaos, experiments } from "./chaos.ts";

const names = readdirSync(experiments).map((file) => file.replace(/\.yaml$/, ""));

let chaos: Chaos;
beforeEach(() => {
  chaos = new Chaos();
});
afterEach(() => chaos.remove());

test.each(names)("%s holds", async (name) => {
  const { status, said, verdict } = await chaos.run(name, ["--scale", "short", "--seed", "1"]);
  expect(verdict, said).toMatchObject({ verdict: "held", reasons: [] });
  expect(status).toBe(0);
  expect(verdict.origin.checkers_agree).toBe(true);
  for (const file of ["report.html", "junit.xml"]) {
    expect(existsSync(join(chaos.out, file))).toBe(true);
  }
});
