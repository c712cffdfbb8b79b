// What the services and the gateway are given in a cluster is taken by the real programs: every configuration as it comes
// out of its overlay, with the environment of its container, and the gateway's routes by nginx.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { renderGateway } from "../../web/gateway/render.mjs";
import { freePort } from "../support/ports.ts";
import { programs } from "../support/system.ts";
import { compose, k8s, render } from "./kubectl.ts";
import { type KubeObject, ofKind, type Pods, podsOf } from "./objects.ts";

const dir = mkdtempSync(join(tmpdir(), "parley-settings-"));
afterAll(() => rmSync(dir, { recursive: true }));

const keys = join(dir, "keys");
writeFileSync(keys, `${"ab".repeat(32)}\n`);

// A file of a ConfigMap as it is mounted at this path in a container, written where this test may read it.
function mounted(path: string, pods: Pods, objects: readonly KubeObject[]): string {
  for (const { name, mountPath } of pods.spec.containers[0]?.volumeMounts ?? []) {
    const volume = pods.spec.volumes?.find((each) => each.name === name);
    if (volume?.secret && path.startsWith(`${mountPath}/`)) return keys;
    const map = ofKind(objects, "ConfigMap").find(
      (e) => e.metadata.name === volume?.configMap?.name,
    );
    const text = path.startsWith(`${mountPath}/`) && map?.data?.[path.slice(mountPath.length + 1)];
    if (text) {
      const file = join(dir, `${map?.metadata.name}-${path.slice(mountPath.length + 1)}`);
      writeFileSync(file, text);
      return file;
    }
  }
  throw new Error(`${pods.name}: nothing is mounted at ${path}`);
}

// Runs a container's program on its configuration: its arguments, its environment, files where they are mounted.
function checked(name: string, objects: readonly KubeObject[]) {
  const pods = podsOf(objects).find((each) => each.name === name);
  const container = pods?.spec.containers[0];
  if (!pods || !container) throw new Error(`no ${name}`);
  const isGivenKeys = container.volumeMounts?.some((each) => each.name === "token-keys");
  const env: Record<string, string> = isGivenKeys ? { PARLEY_TOKENS__KEYS_FILE: keys } : {};
  for (const { name: key, value, valueFrom } of container.env ?? []) {
    const given = valueFrom?.fieldRef ? "chat-node-0" : (value ?? "");
    env[key] = given.startsWith("/etc/parley/") ? mounted(given, pods, objects) : given;
  }
  const args = (container.args ?? []).map((each) =>
    each.startsWith("/etc/parley/") ? mounted(each, pods, objects) : each,
  );
  const program = join(programs, `parley-${container.name}`);
  const run = spawnSync(program, [...args, "--check-config"], { env, encoding: "utf8" });
  return { status: run.status, said: run.stderr };
}

const systems: Array<[string, () => KubeObject[]]> = [
  ...["dev", "demo", "chaos", "production", "istio"].map((name): [string, () => KubeObject[]] => [
    name,
    () => render(join(k8s, "overlays", name)),
  ]),
  ["keda", () => compose(["base"], ["components/keda"])],
  [
    "clocks, words",
    () =>
      compose(
        ["base"],
        ["clocks", "words"].map((name) => `components/${name}`),
      ),
  ],
];

describe.each(systems)("%s", (_name, make) => {
  const objects = make();

  test.each(["Deployment/matchmaker", "StatefulSet/chat-node"])("%s starts", (name) => {
    expect(checked(name, objects)).toEqual({ status: 0, said: "" });
  });

  test("nginx takes the routes", async () => {
    const map = ofKind(objects, "ConfigMap").find((e) =>
      e.metadata.name.startsWith("gateway-routes"),
    );
    expect(await nginxSays(map?.data ?? {})).toMatch(/syntax is ok/);
  });
});

test("the probe starts", () => {
  const objects = compose(["base"], ["components/probe"]);
  expect(checked("Deployment/probe", objects)).toEqual({ status: 0, said: "" });
});

test("the desk of the reports is told where Redis is, be it one server or a cluster", () => {
  const told = (...components: readonly string[]) => {
    const objects = compose(
      ["base"],
      components.map((name) => `components/${name}`),
    );
    const desk = podsOf(objects).find(({ name }) => name === "Deployment/report-desk");
    return desk?.spec.containers[0]?.env?.map(({ name }) => name);
  };
  expect(told("reports")).toEqual(["PARLEY_REDIS__HOST"]);
  const cluster = ["PARLEY_REDIS__HOST", "PARLEY_REDIS__CLUSTER", "PARLEY_REDIS__ADDRESS"];
  expect(told("reports", "redis-cluster")).toEqual(cluster);
});

test("a setting that a service does not know would be seen", () => {
  const objects = render(join(k8s, "overlays/dev")).map((each) =>
    each.kind === "ConfigMap" && each.data?.["chat-node.yaml"]
      ? { ...each, data: { "chat-node.yaml": "node:\n  sice: 3\n" } }
      : each,
  );
  expect(checked("StatefulSet/chat-node", objects).said).toMatch(/unknown key node\.sice/);
});

// Its names are those of a cluster, so the ones that nginx looks up while it starts are given addresses here.
async function nginxSays(files: Readonly<Record<string, string>>): Promise<string> {
  const run = mkdtempSync(join(dir, "nginx-"));
  const nowhere = { page: run, matchmakers: [], nodes: {} };
  const listen = `127.0.0.1:${await freePort()}`;
  const args = renderGateway({ ...nowhere, listen, log: join(run, "log"), run });
  for (const [name, text] of Object.entries(files)) {
    const here = text
      .replaceAll("/etc/parley/", `${run}/`)
      .replace("kube-dns.kube-system.svc.cluster.local", "127.0.0.1")
      .replaceAll("matchmaker.parley.svc.cluster.local", "127.0.0.1");
    writeFileSync(join(run, name), here);
  }
  return spawnSync("nginx", ["-t", ...args], { encoding: "utf8" }).stderr;
}

describe("the gateway's map of node ids", () => {
  const [, pattern = ""] =
    /"~(\^.*\$)"/.exec(readFileSync(join(k8s, "base/web/routes.conf"), "utf8")) ?? [];
  const takes = (id: string) => new RegExp(pattern).test(id);

  test.each(["chat-node-0", "chat-node-1234", "chat-node-canary-3"])("knows %s", (id) => {
    expect(takes(id)).toBe(true);
  });

  test.each([
    "chat-node",
    "chat-node-",
    "chat-node-12345",
    "chat-node-0.evil",
    "evil-chat-node-0",
    "chat-node-0@evil",
    "redis-0",
    "chat-node-0/..",
    "chat-node-00x",
  ])("leads nowhere with %s", (id) => {
    expect(takes(id)).toBe(false);
  });
});

test("every experiment for a cluster is one that the runner takes", () => {
  const experiments = join(k8s, "components/chaos-runner/experiments");
  const said = execFileSync(
    "sh",
    ["-c", `${join(programs, "parley-chaos")} validate ${experiments}/*.yaml`],
    { encoding: "utf8" },
  );
  expect(said).toMatch(/^3 of 3 experiments are valid$/m);
});
