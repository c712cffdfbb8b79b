// compose.yaml: what the Compose specification allows, and made of the same parts as the cluster.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { DCLinter } from "dclint";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { filesMatching, read, root } from "./files.ts";

interface Service {
  readonly image: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly volumes?: readonly string[];
  readonly command?: readonly string[];
}

const { services } = parse(read("compose.yaml"), { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
};
const names = Object.keys(services);
const manifests = filesMatching(/^k8s\/.*\.yaml$/)
  .map(read)
  .join("\n");

// The linter's other rules are of taste.
test("it is what the Compose specification allows", () => {
  const linter = new DCLinter({ rules: {}, quiet: true, debug: false, exclude: [] });
  const [said] = linter.lintFiles([join(root, "compose.yaml")], false);
  expect(said?.messages.filter(({ rule }) => rule === "invalid-schema")).toEqual([]);
});

test.each(names)("%s may write nowhere and do nothing but its work", (name) => {
  expect(services[name]).toMatchObject({ read_only: true, cap_drop: ["ALL"] });
});

test.each(names)("%s mounts what is there", (name) => {
  const mounted = (services[name]?.volumes ?? []).filter((volume) => volume.startsWith("./"));
  for (const volume of mounted)
    expect(existsSync(join(root, volume.split(":")[0] ?? ""))).toBe(true);
});

test.each(names)("%s is an image of ours, or the one that the cluster has", (name) => {
  const image = services[name]?.image ?? "";
  if (image.startsWith("parley/"))
    expect(existsSync(join(root, image.slice(7).split(":")[0] ?? ""))).toBe(true);
  else expect(manifests).toContain(`image: ${image}\n`);
});

test("its Redis has the settings of the cluster's", () => {
  const [, ...args] = services.redis?.command ?? [];
  const base = read("k8s/base/redis/redis.yaml");
  const inCluster = parse(/args: (\[.*\])/.exec(base)?.[1] ?? "[]");
  expect(args).toEqual(inCluster);
});
