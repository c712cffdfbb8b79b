// What the demo shows, with processes instead of pods: under its very plan two people talk on while connections are cut and
// chat-nodes abort and are started again, as the kubelet would do it; nothing is lost, doubled or out of order.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { allowed, getFaults } from "../support/faults.ts";
import { System } from "../support/system.ts";
import { twoStrangers } from "../support/user.ts";
import { k8s, render } from "./kubectl.ts";
import { podsOf } from "./objects.ts";

const demo = render(join(k8s, "overlays/demo"));
const plan = demo.find(({ metadata }) => metadata.name === "faults")?.data?.["faults.yaml"] ?? "";
const nodes = Array.from(
  { length: podsOf(demo).find(({ name }) => name === "StatefulSet/chat-node")?.replicas ?? 0 },
  (_, i) => `chat-node-${i}`,
);

// From the end of a container to the next start, as a real cluster showed it the first time.
const restartAfterMs = 1_000;

let dir: string;
let system: System;
let kept: Array<Promise<void>>;
let aborts: string[];
let isOver: boolean;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "parley-demo-"));
  const file = join(dir, "faults.yaml");
  writeFileSync(file, plan);
  const faults = { ...allowed, "faults.plan": file };
  isOver = false;
  aborts = [];
  system = await new System({ nodes: 0, matchmakers: 2, matchmaker: faults, node: faults }).start();
  for (const id of nodes) await system.add("chat-node", id);
  kept = nodes.map(keep);
});

afterEach(async () => {
  isOver = true;
  await system.stop();
  await Promise.all(kept);
  rmSync(dir, { recursive: true });
});

async function keep(id: string): Promise<void> {
  for (;;) {
    const { signal } = await system.service(id).exit;
    if (isOver) return;
    aborts.push(`${id} ${signal}`);
    await new Promise((resolve) => setTimeout(resolve, restartAfterMs));
    if (isOver) return;
    await system.restart(id);
  }
}

test("the plan is taken by both services", async () => {
  expect(nodes).toHaveLength(4);
  for (const id of ["matchmaker-0", "matchmaker-1", ...nodes]) {
    expect((await getFaults(system, id)).body).toMatchObject({ active: true, source: "file" });
  }
});

test("two people talk on while nodes abort under them", async () => {
  const [ada, bob] = await twoStrangers(system);
  let said = 0;
  while (aborts.length < 1 || said < 12) {
    ++said;
    ada.say(`${said} from Ada`);
    bob.say(`${said} from Bob`);
    await bob.hears(said);
    await ada.hears(said);
  }
  await Promise.all([ada.allDelivered(), bob.allDelivered()]);
  expect(bob.heard).toEqual(ada.said);
  expect(ada.heard).toEqual(bob.said);
  expect(aborts.every((each) => each.endsWith(" SIGABRT"))).toBe(true);
  const opened = ada.network.opens + bob.network.opens;
  expect(opened).toBeGreaterThan(6);
});
