// Ports that are named exist: in probes, Services, policies, routes.
import type { LabelSelector } from "kubernetes-types/meta/v1";
import {
  containersOf,
  type KubeObject,
  nameOf,
  ofKind,
  type Pods,
  podsOf,
  selectedBy,
} from "../objects.ts";

export function ports(objects: readonly KubeObject[]): string[] {
  const pods = podsOf(objects);
  return [
    ...pods.flatMap(ofProbes),
    ...ofKind(objects, "Service").flatMap((each) => ofService(each, pods)),
    ...ofKind(objects, "NetworkPolicy").flatMap((each) => ofPolicy(each, pods)),
    ...backends(objects),
  ];
}

type PortName = string | number | undefined;

function has(pods: Pods, port: PortName): boolean {
  const declared = containersOf(pods).flatMap((each) => each.ports ?? []);
  return declared.some((each) => each.name === port || each.containerPort === Number(port));
}

function ofProbes(pods: Pods): string[] {
  return containersOf(pods).flatMap((container) => {
    const probes = [container.startupProbe, container.readinessProbe, container.livenessProbe];
    const wrong = probes
      .map((probe) => (probe?.httpGet ?? probe?.tcpSocket)?.port)
      .filter((port) => port !== undefined && !has(pods, port));
    return wrong.map((port) => `${pods.name}: a probe of ${container.name} asks at ${port}`);
  });
}

interface ServicePort {
  readonly name?: string;
  readonly port: number;
  readonly targetPort?: string | number;
}

const portsOf = (service: KubeObject) => (service.spec?.["ports"] ?? []) as readonly ServicePort[];

function ofService(service: KubeObject, pods: readonly Pods[]): string[] {
  const selected = selectedBy({ matchLabels: service.spec?.selector ?? {} }, pods);
  return portsOf(service).flatMap(({ port, targetPort = port }) =>
    selected
      .filter((each) => !has(each, targetPort))
      .map((each) => `${nameOf(service)}: ${each.name} has no port ${targetPort}`),
  );
}

interface Rule {
  readonly to?: ReadonlyArray<{ podSelector?: LabelSelector; namespaceSelector?: LabelSelector }>;
  readonly ports?: ReadonlyArray<{ readonly port?: string | number }>;
}

// In: a port of those that it holds for. Out: one of the peers in this namespace, by its number, which all plugins know.
function ofPolicy(policy: KubeObject, pods: readonly Pods[]): string[] {
  const { ingress = [], egress = [] } = (policy.spec ?? {}) as Record<string, readonly Rule[]>;
  const found: string[] = [];
  const want = (port: PortName, among: readonly Pods[], where: string) => {
    if (among.length > 0 && !among.some((each) => has(each, port))) {
      found.push(`${nameOf(policy)}: nobody has the port ${port} ${where}`);
    }
  };
  for (const { ports: named = [] } of ingress) {
    const own = selectedBy(policy.spec?.podSelector ?? {}, pods);
    for (const { port } of named) want(port, own, "in");
  }
  for (const { to = [], ports: named = [] } of egress) {
    const peers = to
      .filter((each) => each.podSelector && !each.namespaceSelector)
      .flatMap((each) => selectedBy(each.podSelector ?? {}, pods));
    for (const { port } of named) {
      want(port, peers, "out");
      if (typeof port === "string") found.push(`${nameOf(policy)}: ${port} out is not a number`);
    }
  }
  return found;
}

interface Backend {
  readonly service?: { readonly name: string; readonly port: { name?: string; number?: number } };
  readonly destination?: { readonly host: string; readonly port: { readonly number: number } };
  readonly backendRefs?: ReadonlyArray<{ readonly name: string; readonly port: number }>;
}

// Where routes of whatever kind lead to: found by the shape of their backends, wherever in the spec they stand.
function backends(objects: readonly KubeObject[]): string[] {
  return ofKind(objects, "Ingress", "HTTPRoute", "VirtualService").flatMap((route) => {
    const found: string[] = [];
    const want = (name: string, port: PortName) => {
      const service = ofKind(objects, "Service").find((each) => each.metadata.name === name);
      const known = service && portsOf(service).some((e) => e.name === port || e.port === port);
      if (!known) found.push(`${nameOf(route)}: there is no Service/${name} with a port ${port}`);
    };
    const walk = (value: unknown) => {
      if (typeof value !== "object" || value === null) return;
      const { service, destination, backendRefs = [] } = value as Backend;
      if (service) want(service.name, service.port.name ?? service.port.number);
      if (destination) want(destination.host, destination.port.number);
      for (const { name, port } of backendRefs) want(name, port);
      Object.values(value).forEach(walk);
    };
    walk(route.spec);
    return found;
  });
}
