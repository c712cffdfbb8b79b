// What a pod asks for and how it lives: requests within limits, probes that tell the right thing, time enough to stop, and
// budgets under which a machine can still be emptied.
import type { Container } from "kubernetes-types/core/v1";
import {
  containersOf,
  type KubeObject,
  nameOf,
  ofKind,
  type Pods,
  podsOf,
  selectedBy,
} from "../objects.ts";

export function resources(objects: readonly KubeObject[]): string[] {
  return podsOf(objects).flatMap((pods) => [
    ...containersOf(pods).flatMap((container) =>
      [...amounts(container), ...probes(container)].map(
        (each) => `${pods.name}: ${container.name}: ${each}`,
      ),
    ),
    ...stopping(pods),
  ]);
}

const units: Readonly<Record<string, number>> = {
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
};

export function amount(quantity: string | number): number {
  const [, figure, unit = ""] = /^(\d+(?:\.\d+)?)(\w*)$/.exec(String(quantity)) ?? [];
  const factor = unit === "" ? 1 : units[unit];
  if (figure === undefined || factor === undefined) throw new Error(`${quantity}: no quantity`);
  return Number(figure) * factor;
}

function amounts({ resources: asked }: Container): string[] {
  const found: string[] = [];
  for (const what of ["cpu", "memory"]) {
    const request = asked?.requests?.[what];
    const limit = asked?.limits?.[what];
    if (request === undefined) found.push(`asks for no ${what}`);
    else if (limit !== undefined && amount(request) > amount(limit)) {
      found.push(`asks for more ${what} than its limit`);
    }
  }
  if (asked?.limits?.["memory"] === undefined) found.push("has no limit of memory");
  return found;
}

function probes(container: Container): string[] {
  if (!container.ports) return [];
  const found: string[] = [];
  if (!container.readinessProbe) found.push("has no readiness probe");
  if (!container.livenessProbe) found.push("has no liveness probe");
  if (container.livenessProbe?.httpGet?.path === "/readyz") {
    found.push("would be restarted because Redis is away");
  }
  return found;
}

function stopping({ name, spec }: Pods): string[] {
  const grace = spec.terminationGracePeriodSeconds ?? 30;
  const slept = Math.max(
    0,
    ...spec.containers.map((each) => Number(each.lifecycle?.preStop?.sleep?.seconds ?? 0)),
  );
  return slept < grace ? [] : [`${name}: is killed while it sleeps before its stop`];
}

// A budget that never lets a pod go holds up every upgrade; two for one pod make the API server refuse to evict it.
export function disruption(objects: readonly KubeObject[]): string[] {
  const pods = podsOf(objects);
  const budgets = ofKind(objects, "PodDisruptionBudget");
  const tight = budgets.flatMap((budget) =>
    selectedBy(budget.spec?.selector ?? {}, pods).flatMap(({ name, owner }) => {
      const scaler = ofKind(objects, "HorizontalPodAutoscaler", "ScaledObject").find(
        (each) => each.spec?.scaleTargetRef?.name === owner.metadata.name,
      );
      const least = scaler?.spec?.["minReplicas"] ?? scaler?.spec?.["minReplicaCount"];
      const replicas = Number(least ?? owner.spec?.replicas ?? 1);
      const kept = budget.spec?.["minAvailable"];
      const goes = Number(budget.spec?.["maxUnavailable"] ?? 1);
      const letsGo = kept === undefined ? goes > 0 && replicas > 1 : Number(kept) < replicas;
      return letsGo
        ? []
        : [`${nameOf(budget)}: no pod of ${name} can ever be evicted in good order`];
    }),
  );
  const doubled = pods
    .filter(
      (each) =>
        budgets.filter((b) => selectedBy(b.spec?.selector ?? {}, [each]).length > 0).length > 1,
    )
    .map((each) => `${each.name}: two PodDisruptionBudgets`);
  return [...tight, ...doubled];
}
