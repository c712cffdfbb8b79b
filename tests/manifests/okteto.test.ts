// okteto.yml: its commands, run by a shell, make of the overlay what fits a namespace of another name, with the images built.
import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { k8s, renderText } from "./kubectl.ts";
import { containersOf, parse, podsOf } from "./objects.ts";

interface Manifest {
  readonly deploy: ReadonlyArray<{ readonly name: string; readonly command: string }>;
}

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "parley-okteto-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

test("everything goes into the namespace that it is given, with the images that were built", () => {
  const manifest = parseYaml(readFileSync(join(k8s, "../okteto.yml"), "utf8")) as Manifest;
  const applied = join(dir, "applied.yaml");
  writeFileSync(join(dir, "rendered.yaml"), renderText(join(k8s, "overlays/okteto")));
  const kubectl = `#!/bin/sh\ncase $1 in kustomize) cat ${dir}/rendered.yaml ;; apply) cat >${applied} ;; esac\n`;
  writeFileSync(join(dir, "kubectl"), kubectl);
  chmodSync(join(dir, "kubectl"), 0o755);
  const env = {
    PATH: `${dir}:${process.env.PATH}`,
    OKTETO_NAMESPACE: "ada",
    OKTETO_BUILD_MATCHMAKER_IMAGE: "registry.example/matchmaker@sha256:1",
    OKTETO_BUILD_CHAT_NODE_IMAGE: "registry.example/chat-node@sha256:2",
    OKTETO_BUILD_WEB_IMAGE: "registry.example/web@sha256:3",
  };
  for (const { command } of manifest.deploy) execFileSync("sh", ["-ec", command], { env });

  const text = readFileSync(applied, "utf8");
  const objects = parse(text);
  expect(objects.filter(({ metadata }) => metadata.namespace !== "ada")).toEqual([]);
  expect(objects.filter(({ kind }) => kind === "Namespace")).toEqual([]);
  expect(text).not.toContain("parley.svc");
  expect(text).toContain("$pod.$nodes.ada.svc.cluster.local:7100");
  const images = podsOf(objects).flatMap((pods) => containersOf(pods).map(({ image }) => image));
  expect(images.sort()).toEqual([
    "docker.io/library/redis:7.0-bookworm",
    env.OKTETO_BUILD_CHAT_NODE_IMAGE,
    env.OKTETO_BUILD_MATCHMAKER_IMAGE,
    env.OKTETO_BUILD_WEB_IMAGE,
  ]);
});
