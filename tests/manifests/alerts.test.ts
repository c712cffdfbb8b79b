// The alert rules: promtool takes them and proves each; the operator's form of them is the same; a runbook has a word on each.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { k8s } from "./kubectl.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const folder = join(k8s, "components/prometheus");
const read = (path: string) => readFileSync(path, "utf8");

interface Rules {
  readonly groups: ReadonlyArray<{ readonly rules: ReadonlyArray<{ readonly alert: string }> }>;
}

const rules = parseYaml(read(join(folder, "alerts.yml"))) as Rules;
const alerts = rules.groups.flatMap((group) => group.rules.map(({ alert }) => alert));

function promtool(...args: readonly string[]) {
  const run = spawnSync("promtool", args, { cwd: here, encoding: "utf8" });
  return { status: run.status, said: run.stdout + run.stderr };
}

test("promtool takes the rules, and each fires when it should and not before", () => {
  expect(promtool("test", "rules", "alerts.tests.yml")).toMatchObject({ status: 0 });
});

test.each(alerts)("%s is put to the test", (alert) => {
  expect(read(join(here, "alerts.tests.yml"))).toContain(`alertname: ${alert}`);
});

test.each(alerts)("%s has its word in the runbook", (alert) => {
  expect(read(join(k8s, "README.md"))).toContain(`**${alert}**`);
});

// It reads the files that the configuration names, where the container has them: here they lie beside it.
test("Prometheus takes its configuration", () => {
  expect(
    promtool("check", "config", "--syntax-only", join(folder, "prometheus.yml")),
  ).toMatchObject({
    status: 0,
  });
});

test("the operator's rules are the same", () => {
  const rule = parseYaml(read(join(k8s, "components/service-monitor/prometheus-rule.yaml"))) as {
    readonly spec: Rules;
  };
  expect(rule.spec).toEqual(rules);
});
