// The manifests as they are written: valid types, no YAML that two readers take differently, images that are pushed.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { ours } from "./checks/images.ts";
import { k8s, render } from "./kubectl.ts";
import { type KubeObject, nameOf } from "./objects.ts";

const root = join(k8s, "..");
const listed = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "k8s"];
const files = execFileSync("git", listed, { cwd: root, encoding: "utf8" }).split("\0");
const yamlFiles = files.filter((path) => /\.ya?ml$/.test(path) && existsSync(join(root, path)));

const readAs = (text: string, version: "1.1" | "1.2") =>
  parseAllDocuments(text, { version }).map((each) => each.toJS() as unknown);

test.each(yamlFiles)("%s means the same in YAML 1.1 and 1.2", (path) => {
  const text = readFileSync(join(root, path), "utf8");
  expect(readAs(text, "1.1")).toEqual(readAs(text, "1.2"));
});

test.each(["app: y", "enabled: on", "mode: 0440", "since: 1:30"])(
  "it would be seen: %s",
  (text) => {
    expect(readAs(text, "1.1")).not.toEqual(readAs(text, "1.2"));
  },
);

// Group and version, as the folders of kubernetes-types have them; custom resources have no types there.
const folderOf: Readonly<Record<string, string>> = {
  v1: "core/v1",
  "apps/v1": "apps/v1",
  "autoscaling/v2": "autoscaling/v2",
  "batch/v1": "batch/v1",
  "networking.k8s.io/v1": "networking/v1",
  "policy/v1": "policy/v1",
  "rbac.authorization.k8s.io/v1": "rbac/v1",
};

const dir = mkdtempSync(join(tmpdir(), "parley-types-"));
afterAll(() => rmSync(dir, { recursive: true }));

// What the TypeScript compiler says of these objects as literals of their types: wrong types, and unknown keys.
function typeErrors(objects: readonly KubeObject[]): string {
  const typed = objects.filter((each) => folderOf[each.apiVersion]);
  const lines = typed.map((each, i) => {
    const module = `kubernetes-types/${folderOf[each.apiVersion]}`;
    return `export const _${i}: import("${module}").${each.kind} = ${JSON.stringify(each)}; // ${nameOf(each)}`;
  });
  expect(lines).not.toEqual([]);
  writeFileSync(join(dir, "typed.ts"), `${lines.join("\n")}\n`);
  const types = fileURLToPath(new URL("node_modules/kubernetes-types", import.meta.url));
  const options = {
    strict: true,
    noEmit: true,
    module: "ESNext",
    moduleResolution: "Bundler",
    types: [],
  };
  const config = {
    compilerOptions: { ...options, paths: { "kubernetes-types/*": [`${types}/*`] } },
    files: ["typed.ts"],
  };
  writeFileSync(join(dir, "tsconfig.json"), JSON.stringify(config));
  const tsc = fileURLToPath(new URL("../node_modules/.bin/tsc", import.meta.url));
  return spawnSync(tsc, ["-p", dir, "--pretty", "false"], { encoding: "utf8" }).stdout;
}

test("every overlay is of the types that Kubernetes 1.30 has", () => {
  const overlays = ["chaos", "demo", "dev", "experiment", "istio", "monitoring", "production"];
  expect(typeErrors(overlays.flatMap((name) => render(join(k8s, "overlays", name))))).toBe("");
});

const service = (spec: object): KubeObject => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "web" },
  spec: spec as NonNullable<KubeObject["spec"]>,
});

test.each([{ ports: [{ port: "80" }] }, { clusterIp: "None" }])("it would be seen: %o", (spec) => {
  expect(typeErrors([service(spec)])).toMatch(/error TS/);
});

// images.yml: ./dev publish with the repository's own name as the prefix, so parley-chat/parley becomes parley-chat/parley-web.
test("the workflow pushes the images that the manifests name, and nothing else", () => {
  const workflow = readFileSync(join(root, ".github/workflows/images.yml"), "utf8");
  expect(workflow).toMatch(/\.\/dev publish build "ghcr\.io\/\$\{GITHUB_REPOSITORY,,\}"/);
  const words = readFileSync(join(root, ".ci/dev/images.sh"), "utf8");
  const [, names = ""] = /^images=\((.*)\)$/m.exec(words) ?? [];
  expect(names.split(" ").map((name) => `parley-${name}`)).toEqual(ours);
});
