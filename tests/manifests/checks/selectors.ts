// Selectors take what they are meant to take: a mistake here is a Service without pods, or a policy that holds for nobody.
import type { LabelSelector } from "kubernetes-types/meta/v1";
import {
  type KubeObject,
  nameOf,
  ofKind,
  type Pods,
  podsOf,
  selectedBy,
  takes,
} from "../objects.ts";

export function selectors(objects: readonly KubeObject[]): string[] {
  const pods = podsOf(objects);
  return [
    ...pods.flatMap((each) => ofWorkload(each, pods)),
    ...ofKind(objects, "Service")
      .filter((each) => each.spec?.selector)
      .filter((each) => selectedBy({ matchLabels: each.spec?.selector ?? {} }, pods).length === 0)
      .map((each) => `${nameOf(each)}: its selector takes no pod`),
    ...ofKind(objects, "PodDisruptionBudget")
      .filter((each) => selectedBy(each.spec?.selector ?? {}, pods).length === 0)
      .map((each) => `${nameOf(each)}: its selector takes no pod`),
    ...ofKind(objects, "NetworkPolicy").flatMap((each) => ofPolicy(each, pods)),
    ...ofKind(objects, "StatefulSet").flatMap((each) => ofStatefulSet(each, objects)),
    ...scaled(objects),
  ];
}

function ofWorkload(pods: Pods, all: readonly Pods[]): string[] {
  const found: string[] = [];
  const selector = pods.owner.spec?.selector;
  if (selector && !takes(selector, pods.labels)) {
    found.push(`${pods.name}: its selector does not take its own pods`);
  }
  for (const other of all) {
    if (selector && other !== pods && takes(selector, other.labels)) {
      found.push(`${pods.name}: its selector takes the pods of ${other.name}`);
    }
  }
  for (const each of pods.spec.topologySpreadConstraints ?? []) {
    if (each.labelSelector && !takes(each.labelSelector, pods.labels)) {
      found.push(`${pods.name}: it is spread among pods that are not its own`);
    }
  }
  for (const label of ["app", "version"]) {
    if (!pods.labels[label]) found.push(`${pods.name}: its pods have no label ${label}`);
  }
  return found;
}

interface Peer {
  readonly podSelector?: LabelSelector;
  readonly namespaceSelector?: LabelSelector;
}

interface Rule {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
}

// Peers of other namespaces are not ours to know.
function ofPolicy(policy: KubeObject, pods: readonly Pods[]): string[] {
  const found: string[] = [];
  if (selectedBy(policy.spec?.podSelector ?? {}, pods).length === 0) {
    found.push(`${nameOf(policy)}: it holds for no pod`);
  }
  const { ingress = [], egress = [] } = (policy.spec ?? {}) as Record<string, readonly Rule[]>;
  for (const peer of [...ingress, ...egress].flatMap(({ from = [], to = [] }) => [
    ...from,
    ...to,
  ])) {
    if (peer.podSelector && !peer.namespaceSelector) {
      if (selectedBy(peer.podSelector, pods).length === 0) {
        found.push(`${nameOf(policy)}: a peer of it is no pod`);
      }
    }
  }
  return found;
}

function ofStatefulSet(set: KubeObject, objects: readonly KubeObject[]): string[] {
  const name = set.spec?.["serviceName"];
  const service = ofKind(objects, "Service").find((each) => each.metadata.name === name);
  if (service?.spec?.["clusterIP"] !== "None") {
    return [`${nameOf(set)}: ${name} is not a headless Service`];
  }
  return service.spec["publishNotReadyAddresses"] === true
    ? []
    : [`${nameOf(set)}: pods that drain have no name, for ${name} publishes only the ready`];
}

function scaled(objects: readonly KubeObject[]): string[] {
  return ofKind(objects, "HorizontalPodAutoscaler", "ScaledObject").flatMap((scaler) => {
    const { kind, name } = scaler.spec?.scaleTargetRef ?? {};
    const target = objects.find((each) => each.kind === kind && each.metadata.name === name);
    if (!target) return [`${nameOf(scaler)}: there is no ${kind}/${name}`];
    return target.spec?.replicas === undefined
      ? []
      : [`${nameOf(scaler)}: every apply sets ${kind}/${name} back to ${target.spec.replicas}`];
  });
}
