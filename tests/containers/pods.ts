// The pods of k8s/base as containers: user, file system, capabilities, limits, settings, probes and grace are those of the
// manifests, so that what a test shows of a container is what the cluster will run.

import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseAllDocuments } from "yaml";
import type { ContainerSpec } from "./spec.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const base = join(root, "k8s/base");

interface Probe {
  readonly httpGet?: { readonly path: string; readonly port: string };
}
interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly fieldRef?: { readonly fieldPath: string } };
}
interface Container {
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly Variable[];
  readonly ports?: readonly { name: string; containerPort: number }[];
  readonly readinessProbe?: Probe;
  readonly resources: { readonly limits: { readonly memory: string } };
  readonly securityContext: {
    readonly allowPrivilegeEscalation: boolean;
    readonly readOnlyRootFilesystem: boolean;
    readonly capabilities: { readonly drop: readonly string[] };
  };
  readonly volumeMounts?: readonly { name: string; mountPath: string }[];
}
interface PodSpec {
  readonly terminationGracePeriodSeconds?: number;
  readonly securityContext: { readonly runAsUser: number; readonly runAsGroup: number };
  readonly containers: readonly [Container];
  readonly volumes?: readonly {
    name: string;
    configMap?: { name: string };
    secret?: object;
    emptyDir?: { sizeLimit: string };
  }[];
}

export interface Pod {
  readonly spec: ContainerSpec;
  readonly graceSeconds: number;
  readonly ready: { readonly path: string; readonly port: number } | undefined;
}

// What a Secret and the services of the namespace would give to a pod.
export interface Cluster {
  readonly keysFolder: string;
  readonly resolver: string;
}

const clusterDomain = "parley.svc.cluster.local";

// A folder with one key for tokens, readable for the user of the containers.
export function newKeysFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "parley-keys-"));
  writeFileSync(join(folder, "keys"), `${randomBytes(32).toString("hex")}\n`);
  chmodSync(folder, 0o755);
  return folder;
}

// The pod of a workload in `file`, named `name`, running `image` where the manifest's own is not to be had.
export function podOf(file: string, name: string, image: string | undefined, around: Cluster): Pod {
  const workload = parseAllDocuments(readFileSync(join(base, file), "utf8"))
    .map((document) => document.toJS())
    .find((each) => each.spec?.template);
  const pod = workload.spec.template.spec as PodSpec;
  const [container] = pod.containers;
  const app = workload.metadata.name as string;
  return {
    spec: {
      name,
      image: image ?? container.image,
      command: [...(container.command ?? []), ...(container.args ?? [])],
      user: `${pod.securityContext.runAsUser}:${pod.securityContext.runAsGroup}`,
      readOnly: container.securityContext.readOnlyRootFilesystem,
      dropped: container.securityContext.capabilities.drop,
      noNewPrivileges: !container.securityContext.allowPrivilegeEscalation,
      memory: bytes(container.resources.limits.memory),
      env: environment(container, name, workload.spec.template.metadata.labels),
      ...storage(pod, container, file, around),
      aliases: [app, `${app}.${clusterDomain}`, `${name}.${app}.${clusterDomain}`],
      hosts: { "kube-dns.kube-system.svc.cluster.local": around.resolver },
    },
    graceSeconds: pod.terminationGracePeriodSeconds ?? 30,
    ready: readiness(container),
  };
}

// What it is told of itself is its name and its labels.
function environment(container: Container, name: string, labels: Readonly<Record<string, string>>) {
  const told = ({ value, valueFrom }: Variable): string => {
    if (value !== undefined) return value;
    const path = valueFrom?.fieldRef?.fieldPath ?? "";
    const label = labels[/^metadata\.labels\['([^']+)'\]$/.exec(path)?.[1] ?? ""];
    const known = path === "metadata.name" ? name : label;
    if (known === undefined) throw new Error(`a variable of ${name} is made of ${path}`);
    return known;
  };
  return Object.fromEntries((container.env ?? []).map((each) => [each.name, told(each)]));
}

function readiness(container: Container): Pod["ready"] {
  const asked = container.readinessProbe?.httpGet;
  const port = container.ports?.find((each) => each.name === asked?.port)?.containerPort;
  return asked && port ? { path: asked.path, port } : undefined;
}

// "256Mi" in an engine's words.
function bytes(quantity: string): string {
  return quantity.replace(/([KMG])i$/, (_all, unit: string) => unit.toLowerCase());
}

function storage(pod: PodSpec, container: Container, file: string, around: Cluster) {
  const mounts: { from: string; to: string }[] = [];
  const tmpfs: { to: string; size: string }[] = [];
  for (const { name, mountPath } of container.volumeMounts ?? []) {
    const volume = pod.volumes?.find((each) => each.name === name);
    if (volume?.secret) mounts.push({ from: around.keysFolder, to: mountPath });
    if (volume?.emptyDir) tmpfs.push({ to: mountPath, size: bytes(volume.emptyDir.sizeLimit) });
    if (volume?.configMap) mounts.push(...configMap(file, mountPath));
  }
  return { mounts, tmpfs };
}

// The files that the kustomization beside the manifest makes its ConfigMap of.
function configMap(file: string, mountPath: string) {
  const folder = join(base, file, "..");
  const kustomization = readFileSync(join(folder, "kustomization.yaml"), "utf8");
  const [document] = parseAllDocuments(kustomization);
  const names = document?.toJS().configMapGenerator[0].files as readonly string[];
  return names.map((name) => ({ from: join(folder, name), to: join(mountPath, name) }));
}
