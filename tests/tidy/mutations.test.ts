// ./dev sim --mutations is run by hand: that its patches still fit the sources is seen here, as soon as they do not.
import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { filesMatching, read, root } from "./files.ts";

test.each(filesMatching(/^tests\/simulation\/mutations\/.*\.patch$/))("%s fits", (patch) => {
  const options = ["--dry-run", "--force", "--fuzz=0", "--strip=1"];
  const { stdout, status } = spawnSync("patch", options, { cwd: root, input: read(patch) });
  expect(status, `${stdout}`).toBe(0);
});
