// The Pod Security Standard "restricted", field by field, and what we ask beyond it: a root file system that is read-only, and
// no token of the API server without a need.
import type { Container } from "kubernetes-types/core/v1";
import { containersOf, type KubeObject, type Pods, podsOf } from "../objects.ts";

export function restricted(objects: readonly KubeObject[]): string[] {
  return podsOf(objects).flatMap((pods) => [
    ...ofPods(pods).map((each) => `${pods.name}: ${each}`),
    ...containersOf(pods).flatMap((container) =>
      ofContainer(container, pods).map((each) => `${pods.name}: ${container.name}: ${each}`),
    ),
  ]);
}

const volumes = new Set([
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "persistentVolumeClaim",
  "projected",
  "secret",
]);

function ofPods({ spec }: Pods): string[] {
  const found: string[] = [];
  for (const host of ["hostNetwork", "hostPID", "hostIPC"] as const) {
    if (spec[host]) found.push(host);
  }
  for (const { name, ...source } of spec.volumes ?? []) {
    const [kind = ""] = Object.keys(source);
    if (!volumes.has(kind)) found.push(`volume ${name} is a ${kind}`);
  }
  if (spec.automountServiceAccountToken !== false && !spec.serviceAccountName) {
    found.push("holds a token of the API server that it does not need");
  }
  return found;
}

function ofContainer(container: Container, { spec }: Pods): string[] {
  const own = container.securityContext ?? {};
  const of = spec.securityContext ?? {};
  const seccomp = (own.seccompProfile ?? of.seccompProfile)?.type;
  const found: Array<[boolean, string]> = [
    [own.privileged === true, "privileged"],
    [own.allowPrivilegeEscalation !== false, "may gain privileges"],
    [(own.runAsNonRoot ?? of.runAsNonRoot) !== true, "may run as root"],
    [!(own.runAsUser ?? of.runAsUser), "names no user, or root"],
    [seccomp !== "RuntimeDefault" && seccomp !== "Localhost", "has no seccomp profile"],
    [!own.capabilities?.drop?.includes("ALL"), "keeps capabilities"],
    [(own.capabilities?.add ?? []).some((e) => e !== "NET_BIND_SERVICE"), "adds capabilities"],
    [(container.ports ?? []).some((each) => each.hostPort), "takes a port of its machine"],
    [own.readOnlyRootFilesystem !== true, "may write to its image"],
  ];
  return found.filter(([is]) => is).map(([, what]) => what);
}
