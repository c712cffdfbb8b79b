// ./dev release and ./dev publish against stand-ins for gh, npm, docker and cosign that write down each call: what goes out
// under which names, and that nothing goes out which the sources do not call themselves.
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { read, root } from "./files.ts";

const [, version = ""] = /^project\(parley VERSION ([\d.]+)/m.exec(read("CMakeLists.txt")) ?? [];
const candidate = `${version}-rc.1`;
const prefix = "registry.test/parley";
const images = ["matchmaker", "chat-node", "web", "chaos"];
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
  dir = mkdtempSync(join(tmpdir(), "parley-release-"));
  writeFileSync(join(dir, "docker"), docker, { mode: 0o755 });
  for (const name of ["cosign", "gh"]) {
    const text = `#!/bin/bash\necho "${name} $*" >>"$CALLS"\n`;
    writeFileSync(join(dir, name), text, { mode: 0o755 });
  }
});
afterEach(() => {
  rmSync(dir, { recursive: true });
  rmSync(join(root, "build/digests"), { recursive: true, force: true });
});

// The calls that were made, and what was said.
async function dev(...words: string[]): Promise<{ calls: string[]; said: string }> {
  const file = join(dir, "calls");
  writeFileSync(file, "");
  const env = { ...process.env, PATH: `${dir}:${process.env.PATH}`, CALLS: file };
  const { stdout } = await promisify(execFile)(join(root, "dev"), words, { env });
  return { calls: readFileSync(file, "utf8").trim().split("\n"), said: stdout };
}

describe("images", () => {
  test("each is pushed by digest, with what it is made of and how", async () => {
    const { calls } = await dev("publish", "build", prefix);
    expect(calls).toHaveLength(images.length);
    images.forEach((name, i) => {
      expect(calls[i]).toContain(`name=${prefix}-${name},push-by-digest=true`);
      expect(calls[i]).toContain("--provenance mode=max --sbom true");
      expect(calls[i]).not.toContain("--tag");
    });
  });

  test.each([
    ["refs/heads/main", ["edge"]],
    [`refs/tags/v${candidate}`, [candidate]],
  ])("%s goes out as %j, signed", async (ref, tags) => {
    await dev("publish", "build", prefix);
    const { calls } = await dev("publish", "join", prefix, ref);
    for (const name of images) {
      const tagged = tags.map((tag) => `--tag ${prefix}-${name}:${tag}`).join(" ");
      const made = `${tagged} ${prefix}-${name}@sha256:of-one-architecture`;
      expect(calls).toContain(`docker buildx imagetools create ${made}`);
      expect(calls).toContain(`cosign sign --yes --recursive ${prefix}-${name}@sha256:of-all`);
    }
  });

  test.each([
    ["refs/heads/a-branch", "nothing is published of refs/heads/a-branch"],
    ["refs/tags/v99.0.0", `CMakeLists.txt says ${version}, not 99.0.0`],
    ["refs/tags/v99.0.0-rc.1", `CMakeLists.txt says ${version}, not 99.0.0`],
  ])("%s is not published", async (ref, why) => {
    await expect(dev("publish", "join", prefix, ref)).rejects.toThrow(why);
  });
});

test("a release moves the names that mean the newest", async () => {
  const script = `source .ci/dev/publish.sh; tags_of refs/tags/v1.2.3; tags_of refs/tags/v2.0.0-rc.1`;
  const { stdout } = await promisify(execFile)("bash", ["-c", script], { cwd: root });
  expect(stdout.trim().split("\n")).toEqual(["1.2.3", "1.2", "latest", "2.0.0-rc.1"]);
});

describe("a version", () => {
  test("that is tried out is checked like the one that it is to become", async () => {
    await dev("release", "check", `v${candidate}`);
    expect((await dev("release", "notes", candidate)).said).toMatch(/^\* /m);
  });

  test.each([
    ["99.0.0", `CMakeLists.txt says ${version}, not 99.0.0`],
    ["99.0.0-rc.1", `CMakeLists.txt says ${version}, not 99.0.0`],
    ["1.0", "1.0 is no version such as 1.2.3 or 1.2.3-rc.1"],
    ["1.0.0; true", "is no version such as 1.2.3 or 1.2.3-rc.1"],
  ])("%s is refused", async (given, why) => {
    await expect(dev("release", "check", given)).rejects.toThrow(why);
  });

  test("that is tried out goes to GitHub as such", async () => {
    const { calls } = await dev("release", "github", `v${candidate}`);
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatch(`gh release create v${candidate} --verify-tag --title Parley`);
    expect(calls[0]).toContain("--prerelease");
  });
});
