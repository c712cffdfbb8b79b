// Kubernetes objects as the checks see them: read from YAML as kubectl reads it, and the pods that each of them makes.
import type { Container, PodSpec } from "kubernetes-types/core/v1";
import type { LabelSelector } from "kubernetes-types/meta/v1";
import { parseAllDocuments } from "yaml";

export type Labels = Readonly<Record<string, string>>;

// What a check reads of a spec; each kind has some of it.
interface Spec {
  readonly [key: string]: unknown;
  readonly replicas?: number;
  readonly selector?: LabelSelector & Labels;
  readonly podSelector?: LabelSelector;
  readonly scaleTargetRef?: { readonly kind: string; readonly name: string };
  readonly template?: { readonly metadata?: { readonly labels?: Labels }; readonly spec?: PodSpec };
}

export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Labels;
  };
  readonly spec?: Spec;
  readonly data?: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

export interface Pods {
  readonly owner: KubeObject;
  readonly name: string; // "StatefulSet/chat-node"
  readonly labels: Labels;
  readonly spec: PodSpec;
  readonly replicas: number;
}

// YAML 1.1, as kubectl: there y, on and 0440 are not what YAML 1.2 takes them for.
export function parse(text: string): KubeObject[] {
  return parseAllDocuments(text, { version: "1.1" }).map((each) => {
    const [error] = each.errors;
    if (error) throw error;
    return each.toJS() as KubeObject;
  });
}

export const nameOf = (object: KubeObject) => `${object.kind}/${object.metadata.name}`;

export function ofKind(objects: readonly KubeObject[], ...kinds: readonly string[]): KubeObject[] {
  return objects.filter((each) => kinds.includes(each.kind));
}

export function podsOf(objects: readonly KubeObject[]): Pods[] {
  return ofKind(objects, "Deployment", "StatefulSet", "DaemonSet", "Job").flatMap((owner) => {
    const template = owner.spec?.template;
    if (!template?.spec) return [];
    return [
      {
        owner,
        name: nameOf(owner),
        labels: template.metadata?.labels ?? {},
        spec: template.spec,
        replicas: owner.spec?.replicas ?? 1,
      },
    ];
  });
}

export function containersOf(pods: Pods): Container[] {
  return [...(pods.spec.initContainers ?? []), ...pods.spec.containers];
}

// Whether a selector takes these labels. A Service's is a map of labels; an empty one of a policy takes all.
export function takes(selector: LabelSelector, labels: Labels): boolean {
  const equal = Object.entries(selector.matchLabels ?? {}).every(([k, v]) => labels[k] === v);
  const fits = (selector.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
    const value = labels[key];
    if (operator === "In") return value !== undefined && values.includes(value);
    if (operator === "NotIn") return value === undefined || !values.includes(value);
    return operator === "Exists" ? value !== undefined : value === undefined;
  });
  return equal && fits;
}

export function selectedBy(selector: LabelSelector, pods: readonly Pods[]): Pods[] {
  return pods.filter((each) => takes(selector, each.labels));
}
