// Every overlay, and every component over the base, as it would be applied: the checks find nothing.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checks } from "./checks/all.ts";
import { compose, k8s, render } from "./kubectl.ts";
import type { KubeObject } from "./objects.ts";

const folders = (name: string) => readdirSync(join(k8s, name)).sort();

// Those that stand beside a Parley of another overlay: what they name is looked up there too.
const beside: Readonly<Record<string, string>> = {
  "chaos-mesh": "chaos",
  experiment: "chaos",
  litmus: "chaos",
  monitoring: "dev",
};

// Components that need others.
const needs: Readonly<Record<string, readonly string[]>> = {
  "demo-faults": ["faults-allowed", "demo-faults"],
  grafana: ["probe", "prometheus", "grafana"],
  prometheus: ["probe", "prometheus"],
  "istio-faults": ["istio", "istio-faults"],
};

const rendered: Array<[string, () => KubeObject[]]> = [
  ...folders("overlays").map((name): [string, () => KubeObject[]] => {
    const other = beside[name];
    const objects = () => render(join(k8s, "overlays", name));
    return [
      `overlay ${name}`,
      other ? () => [...render(join(k8s, "overlays", other)), ...objects()] : objects,
    ];
  }),
  ...folders("components").map((name): [string, () => KubeObject[]] => [
    `component ${name}`,
    () =>
      compose(
        ["base"],
        (needs[name] ?? [name]).map((each) => `components/${each}`),
      ),
  ]),
];

describe.each(rendered)("%s", (_name, make) => {
  const objects = make();

  test.each(Object.entries(checks))("%s", (_check, findings) => {
    expect(findings(objects)).toEqual([]);
  });

  test("no two of one name", () => {
    const names = objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });
});
