// The runner's Role allows every command that the kubectl driver has, and what it allows is used by one of them.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { programs } from "../support/system.ts";
import { k8s, render } from "./kubectl.ts";
import { ofKind } from "./objects.ts";

// An experiment with every act that a cluster can be given, and a plan.
const everything = `
shows: every command
happens: here
topology: {matchmakers: 2, nodes: 2}
load: {bots: 10, messages: 1000, rate: 10}
plan: {faults: [{fault: cut, percent: 1}]}
acts:
  - {do: node_kill, at: 1s, target: node-0}
  - {do: node_freeze, at: 2s, target: node-1, for: 1s}
  - {do: node_drain, at: 4s, target: node-0}
  - {do: nodes_restart, at: 6s}
  - {do: matchmaker_kill, at: 8s, target: matchmaker-0}
  - {do: matchmaker_freeze, at: 10s, target: matchmaker-1, for: 1s}
  - {do: matchmakers_restart, at: 12s}
  - {do: gateway_kill, at: 14s, target: gateway-0}
  - {do: redis_restart_empty, at: 16s, for: 1s}
  - {do: redis_freeze, at: 20s, for: 1s}
  - {do: redis_wipe, at: 24s}
  - {do: cpu_pressure, at: 26s, share: 50%, for: 1s}
holds: {rest_within: 30s}
`;

// What a command of kubectl asks of the API server: a verb of a resource, "get pods".
const asks: ReadonlyArray<readonly [command: RegExp, access: readonly string[]]> = [
  [/ get pods\b/, ["list pods"]],
  [/ delete (pod|--force)/, ["delete pods", "get pods"]],
  [/ exec deployment\/redis\b/, ["create pods/exec", "get deployments", "list pods"]],
  [
    / scale statefulset\//,
    [
      "get statefulsets",
      "get statefulsets/scale",
      "patch statefulsets/scale",
      "update statefulsets/scale",
    ],
  ],
  [
    / scale deployment\//,
    [
      "get deployments",
      "get deployments/scale",
      "patch deployments/scale",
      "update deployments/scale",
    ],
  ],
  [/ rollout status deployment\//, ["list deployments", "watch deployments"]],
  [/ rollout status statefulset\//, ["list statefulsets", "watch statefulsets"]],
  [/ rollout restart deployment\//, ["get deployments", "patch deployments"]],
  [/ rollout restart statefulset\//, ["get statefulsets", "patch statefulsets"]],
  [/ replace --raw ".*\/proxy\//, ["update pods/proxy"]],
  [/ delete --raw ".*\/proxy\//, ["delete pods/proxy"]],
  [/ patch pod .*--subresource=resize/, ["patch pods/resize", "get pods"]],
];

interface Rule {
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

test("the runner may do what it does, and no more than is needed for it", () => {
  const dir = mkdtempSync(join(tmpdir(), "parley-access-"));
  const file = join(dir, "everything.yaml");
  writeFileSync(file, everything);
  const args = [
    "run",
    file,
    "--driver=kubectl",
    "--namespace=parley",
    "--gateway=web:80",
    "--dry-run",
  ];
  const { stdout } = spawnSync(join(programs, "parley-chaos"), args, { encoding: "utf8" });
  rmSync(dir, { recursive: true });

  const commands = stdout.split(/\n|&&|\||;| do /).filter((each) => /\bkubectl\b/.test(each));
  expect(commands.length).toBeGreaterThan(20);
  const unknown = commands.filter((each) => !asks.some(([command]) => command.test(each)));
  expect(unknown).toEqual([]);
  // Every line of the table is met: the experiment above does all there is to do.
  expect(asks.filter(([command]) => !commands.some((each) => command.test(each)))).toEqual([]);

  const [role] = ofKind(render(join(k8s, "overlays/experiment")), "Role");
  const allowed = ((role?.["rules"] ?? []) as readonly Rule[]).flatMap(({ resources, verbs }) =>
    resources.flatMap((resource) => verbs.map((verb) => `${verb} ${resource}`)),
  );
  const needed = new Set(asks.flatMap(([, access]) => access));
  expect([...needed].filter((each) => !allowed.includes(each))).toEqual([]);
  // kubectl waits with a watch, and asks for an object before it deletes or patches one.
  const usual = /^(get|list|watch) |^get pods\/(exec|proxy)$/;
  expect(allowed.filter((each) => !needed.has(each) && !usual.test(each))).toEqual([]);
});
