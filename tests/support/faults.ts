// Fault plans of a test: put to services at their admin port, and what came of them.
import type { System } from "./system.ts";

export interface FaultAnswer {
  readonly status: number;
  readonly body: {
    readonly active?: boolean;
    readonly source?: string;
    readonly standing?: number;
    readonly reason?: string;
    readonly key?: string;
    readonly line?: number;
    readonly faults?: ReadonlyArray<{ readonly name: string; readonly phases: readonly Phase[] }>;
  };
}

interface Phase {
  readonly phase: string;
  readonly chances: number;
  readonly asked: number;
  readonly struck: number;
  readonly held_back: number;
}

// What every service of these tests is started with.
export const allowed = { "faults.allowed": "true" } as const;

async function request(system: System, id: string, method: string, body?: string) {
  const response = await fetch(system.adminUrl(id, "/faults"), { method, body: body ?? null });
  return { status: response.status, body: (await response.json()) as FaultAnswer["body"] };
}

export function putPlan(system: System, id: string, plan: object | string): Promise<FaultAnswer> {
  return request(system, id, "PUT", typeof plan === "string" ? plan : JSON.stringify(plan));
}

export function getFaults(system: System, id: string): Promise<FaultAnswer> {
  return request(system, id, "GET");
}

export function killSwitch(system: System, id: string): Promise<FaultAnswer> {
  return request(system, id, "DELETE");
}

export function onePlan(fault: object, rest: object = {}): object {
  return { seed: 7, ...rest, faults: [fault] };
}

// The sum of a fault metric over services, and over phases unless one is named.
export async function faultMetric(
  system: System,
  ids: readonly string[],
  name: string,
  fault: string,
): Promise<number> {
  let sum = 0;
  for (const id of ids) {
    const text = await (await fetch(system.adminUrl(id, "/metrics"))).text();
    for (const line of text.split("\n")) {
      if (line.startsWith(`${name}{`) && line.includes(`fault="${fault}"`)) {
        sum += Number(line.slice(line.lastIndexOf(" ") + 1));
      }
    }
  }
  return sum;
}

export const struck = (system: System, ids: readonly string[], fault: string): Promise<number> =>
  faultMetric(system, ids, "parley_faults_struck_total", fault);
