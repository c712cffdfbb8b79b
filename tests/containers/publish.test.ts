// ./dev publish against stand-ins for docker and cosign that write down each call: under which names and tags images go out.
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { root } from "./compose.ts";

const prefix = "registry.test/parley";
const names = ["matchmaker", "chat-node", "web", "chaos"];
let dir: string;

// A build leaves its digest where it is told to, and an inspection prints one.
const docker = `#!/bin/bash
echo "docker $*" >>"$CALLS"
while (($#)); do
  case $1 in
    --metadata-file) echo '{ "containerimage.digest": "sha256:of-one-architecture" }' >"$2" ;;
    --format) echo sha256:of-all ;;
  esac
  shift
done
`;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "parley-publish-"));
  writeFileSync(join(dir, "docker"), docker, { mode: 0o755 });
  writeFileSync(join(dir, "cosign"), '#!/bin/bash\necho "cosign $*" >>"$CALLS"\n', { mode: 0o755 });
});
afterEach(() => {
  rmSync(dir, { recursive: true });
  rmSync(join(root, "build/digests"), { recursive: true, force: true });
});

async function publish(...words: string[]): Promise<string[]> {
  const calls = join(dir, "calls");
  writeFileSync(calls, "");
  const env = { ...process.env, PATH: `${dir}:${process.env.PATH}`, CALLS: calls };
  await promisify(execFile)(join(root, "dev"), ["publish", ...words], { env });
  return readFileSync(calls, "utf8").trim().split("\n");
}

test("each image is pushed by digest, with what it is made of and how", async () => {
  const calls = await publish("build", prefix);
  expect(calls).toHaveLength(names.length);
  names.forEach((name, i) => {
    expect(calls[i]).toContain(`name=${prefix}-${name},push-by-digest=true`);
    expect(calls[i]).toContain("--provenance mode=max --sbom true");
    expect(calls[i]).not.toContain("--tag");
  });
});

test.each([
  ["refs/heads/main", ["edge"]],
  ["refs/tags/v1.2.3", ["1.2.3", "1.2", "latest"]],
  ["refs/tags/v2.0.0-rc.1", ["2.0.0-rc.1"]],
])("%s goes out as %j, signed", async (ref, tags) => {
  await publish("build", prefix);
  const calls = await publish("join", prefix, ref);
  for (const name of names) {
    const tagged = tags.map((tag) => `--tag ${prefix}-${name}:${tag}`).join(" ");
    const made = `${tagged} ${prefix}-${name}@sha256:of-one-architecture`;
    expect(calls).toContain(`docker buildx imagetools create ${made}`);
    expect(calls).toContain(`cosign sign --yes --recursive ${prefix}-${name}@sha256:of-all`);
  }
});

test("a branch is not published", async () => {
  await expect(publish("join", prefix, "refs/heads/a-branch")).rejects.toThrow(
    "nothing is published of refs/heads/a-branch",
  );
});
