// What a pod names exists: ConfigMaps with the keys, Secrets, accounts, volumes, variables. The API server takes a manifest
// without them, and the pod then never starts.
import type { Container, EnvVar, Volume } from "kubernetes-types/core/v1";
import { containersOf, type KubeObject, nameOf, ofKind, type Pods, podsOf } from "../objects.ts";

// Made by hand (k8s/README.md), never kept with the manifests.
const madeElsewhere = ["Secret/token-keys", "Secret/probe-key", "ConfigMap/report-key"];

export function references(objects: readonly KubeObject[]): string[] {
  return [...podsOf(objects).flatMap((each) => ofPods(each, objects)), ...bindings(objects)];
}

function ofPods(pods: Pods, objects: readonly KubeObject[]): string[] {
  const exists = (kind: string, name = "") =>
    ofKind(objects, kind).some((each) => each.metadata.name === name) ||
    madeElsewhere.includes(`${kind}/${name}`);
  const found: string[] = [];
  const want = (kind: string, name?: string) => {
    if (name && !exists(kind, name)) found.push(`${pods.name}: there is no ${kind}/${name}`);
  };
  want("ServiceAccount", pods.spec.serviceAccountName);
  for (const volume of pods.spec.volumes ?? []) {
    want("ConfigMap", volume.configMap?.name);
    want("Secret", volume.secret?.secretName);
  }
  for (const container of containersOf(pods)) {
    for (const env of container.env ?? []) {
      want("ConfigMap", env.valueFrom?.configMapKeyRef?.name);
      want("Secret", env.valueFrom?.secretKeyRef?.name);
    }
    const place = `${pods.name}: ${container.name}`;
    found.push(...ofVariables(container).map((each) => `${place}: ${each}`));
    found.push(...ofMounts(container, pods, objects).map((each) => `${place}: ${each}`));
  }
  return found;
}

const inText = /\$\((\w+)\)/g;

// A variable may name those before it only; one that is given twice is one of the two by chance.
function ofVariables({ env = [], args = [], command = [] }: Container): string[] {
  const found: string[] = [];
  const known = new Set<string>();
  const look = (text: string) => {
    for (const [, name = ""] of text.matchAll(inText)) {
      if (!known.has(name)) found.push(`$(${name}) is not known there`);
    }
  };
  for (const { name, value = "" } of env as readonly EnvVar[]) {
    look(value);
    if (known.has(name)) found.push(`${name} is set twice`);
    known.add(name);
  }
  for (const text of [...args, ...command]) look(text);
  return found;
}

function ofMounts(container: Container, pods: Pods, objects: readonly KubeObject[]): string[] {
  const claims = (pods.owner.spec?.["volumeClaimTemplates"] ?? []) as readonly KubeObject[];
  const volumes: readonly Volume[] = pods.spec.volumes ?? [];
  const paths = new Set<string>();
  return (container.volumeMounts ?? []).flatMap(({ name, mountPath, subPath }) => {
    const found: string[] = [];
    const volume = volumes.find((each) => each.name === name);
    if (!volume && !claims.some((each) => each.metadata.name === name)) {
      found.push(`there is no volume ${name}`);
    }
    const map = ofKind(objects, "ConfigMap").find(
      (each) => each.metadata.name === volume?.configMap?.name,
    );
    if (map && subPath && map.data?.[subPath] === undefined) {
      found.push(`${nameOf(map)} has no ${subPath}`);
    }
    if (paths.has(mountPath)) found.push(`two volumes at ${mountPath}`);
    paths.add(mountPath);
    return found;
  });
}

interface Subject {
  readonly kind: string;
  readonly name: string;
}

function bindings(objects: readonly KubeObject[]): string[] {
  return ofKind(objects, "RoleBinding").flatMap((binding) => {
    const named = [
      binding["roleRef"] as Subject,
      ...((binding["subjects"] ?? []) as readonly Subject[]),
    ];
    return named
      .filter(
        ({ kind, name }) =>
          !objects.some((each) => each.kind === kind && each.metadata.name === name),
      )
      .map(({ kind, name }) => `${nameOf(binding)}: there is no ${kind}/${name}`);
  });
}
