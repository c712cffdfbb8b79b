// The dashboards' queries and the alert rules before a real Prometheus that reads real processes, which talk under faults:
// no query is refused, and all find something but those whose occasion does not come up here.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { allowed, onePlan, putPlan } from "../support/faults.ts";
import { Gateway } from "../support/gateway.ts";
import { assignTwo } from "../support/pair.ts";
import { freePort } from "../support/ports.ts";
import { Service } from "../support/service.ts";
import { programs, System } from "../support/system.ts";
import { twoStrangers, type User } from "../support/user.ts";
import { k8s } from "./kubectl.ts";

interface Panel {
  readonly title: string;
  readonly description: string;
  readonly datasource: unknown;
  readonly gridPos: {
    readonly x: number;
    readonly y: number;
    readonly w: number;
    readonly h: number;
  };
  readonly targets: ReadonlyArray<{ readonly expr: string }>;
}

interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly Panel[];
}

const folder = join(k8s, "components/dashboards");
const dashboards = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name): [string, Dashboard] => [name, JSON.parse(readFileSync(join(folder, name), "utf8"))]);

// What Grafana fills in.
const filledIn = (expr: string) =>
  expr.replaceAll("$__rate_interval", "10s").replaceAll('"$node"', '".*"');

// Nothing is refused here, so nothing of these is counted.
const withoutOccasion = /parley_errors_total/;

const dir = mkdtempSync(join(tmpdir(), "parley-prometheus-"));
const probeKey = join(dir, "probe-key");
const cut = { fault: "cut", percent: { inbound: 10 }, scope: { service: "chat-node" } };
const services = ["matchmaker-0", "node-0", "node-1"];
const jobOf = (id: string) => (id.startsWith("node") ? "chat-node" : "matchmaker");
let system: System;
let gateway: Gateway;
let probe: Service;
let probeAdmin: string;
let prometheus: Service;
let port: number;
let talking: Promise<void>;
let isOver = false;

beforeAll(async () => {
  writeFileSync(probeKey, "only the probe knows\n");
  const matchmaker = { ...allowed, "pairing.probe_key_file": probeKey };
  system = await new System({ nodes: 2, node: allowed, matchmaker }).start();
  const [ada, bob] = await twoStrangers(system);
  for (const id of services) await putPlan(system, id, onePlan(cut));
  talking = talk(ada, bob);
  await moveRooms();
  await endOne();
  await sendFile();
  await startProbe();
  await startPrometheus();
});

// So that rooms are claimed by another node: each node in turn is stopped and started again.
async function moveRooms(): Promise<void> {
  for (const id of ["node-0", "node-1"]) {
    await system.service(id).terminate();
    await system.restart(id);
    await putPlan(system, id, onePlan(cut));
  }
}

async function endOne(): Promise<void> {
  const [eve] = await twoStrangers(system);
  eve.chat?.leave();
  await eve.until("the talk is over", () => eve.chat?.ended !== undefined);
}

async function sendFile(): Promise<void> {
  const [seat] = await assignTwo(system);
  const headers = { Authorization: `Bearer ${seat?.token}` };
  const files = system.httpUrl("node-0", "/files");
  const answer = await fetch(files, { method: "POST", headers, body: "bytes of a file" });
  expect(answer.status).toBe(201);
}

afterAll(async () => {
  isOver = true;
  await talking;
  await prometheus.kill();
  await probe.terminate();
  await gateway.stop();
  await system.stop();
  rmSync(dir, { recursive: true });
});

async function talk(ada: User, bob: User): Promise<void> {
  for (let i = 1; !isOver; ++i) {
    ada.say(`${i}`);
    await bob.hears(i);
    bob.say(`${i}`);
    await ada.hears(i);
  }
}

async function startProbe(): Promise<void> {
  gateway = await new Gateway().start({
    page: dir,
    matchmakers: [system.address("matchmaker-0")],
    nodes: { "node-0": system.address("node-0"), "node-1": system.address("node-1") },
  });
  const admin = await freePort();
  probeAdmin = `127.0.0.1:${admin}`;
  const door = `--gateway.port=${gateway.port}`;
  const ports = ["--listen.port=0", `--admin.port=${admin}`];
  probe = new Service("probe", join(programs, "parley-probe"), [
    door,
    ...ports,
    "--probe.every_ms=1s",
    `--probe.key_file=${probeKey}`,
  ]);
  await probe.logged("ready");
}

async function startPrometheus(): Promise<void> {
  port = await freePort();
  const scrape = (job: string, instance: string, target: string) => ({
    job_name: instance,
    static_configs: [{ targets: [target], labels: { job, instance } }],
  });
  const hostOf = (id: string) => new URL(system.adminUrl(id, "/")).host;
  const scrapes = [
    ...services.map((id) => scrape(jobOf(id), id, hostOf(id))),
    scrape("probe", "probe", probeAdmin),
  ];
  const config = join(dir, "prometheus.json");
  const global = { scrape_interval: "1s", evaluation_interval: "1s" };
  const rule_files = [join(k8s, "components/prometheus/alerts.yml")];
  writeFileSync(config, JSON.stringify({ global, rule_files, scrape_configs: scrapes }));
  prometheus = new Service("prometheus", "prometheus", [
    `--config.file=${config}`,
    `--storage.tsdb.path=${join(dir, "data")}`,
    `--web.listen-address=127.0.0.1:${port}`,
  ]);
  await prometheus.line("ready", (line) => line.includes("ready to receive") || undefined);
}

async function ask<T>(path: string, query: Readonly<Record<string, string>> = {}): Promise<T> {
  const url = `http://127.0.0.1:${port}/api/v1/${path}?${new URLSearchParams(query)}`;
  const answer = (await (await fetch(url)).json()) as { data: T; error?: string };
  if (answer.error) throw new Error(`${query["query"]}: ${answer.error}`);
  return answer.data;
}

interface Found {
  readonly result: ReadonlyArray<{ readonly value: readonly [number, string] }>;
}

async function values(expr: string): Promise<string[]> {
  const { result } = await ask<Found>("query", { query: filledIn(expr) });
  return result.map(({ value }) => value[1]);
}

describe.each(dashboards)("%s", (_name, { panels }) => {
  const queries = panels.flatMap(({ title, targets }) =>
    targets.map(({ expr }): [string, string] => [title, expr]),
  );

  test.each(queries)("%s: %s", async (_title, expr) => {
    if (withoutOccasion.test(expr)) await values(expr);
    else await expect.poll(() => values(expr), { timeout: 20_000 }).not.toEqual([]);
  });

  test("panels say what they show, and none lies on another", () => {
    expect(panels.filter(({ description }) => !description)).toEqual([]);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(panels.every(({ gridPos: { x, w } }) => x + w <= 24)).toBe(true);
  });
});

test("a query that Prometheus does not take would be seen", async () => {
  await expect(values("sum(rate(parley_rooms))")).rejects.toThrow(/expected type range vector/);
});

interface RuleState {
  readonly groups: ReadonlyArray<{
    readonly rules: ReadonlyArray<{
      readonly name: string;
      readonly health: string;
      readonly state: string;
    }>;
  }>;
}

test("every alert rule can be evaluated, and the one that is meant here fires", async () => {
  const rules = async () => (await ask<RuleState>("rules")).groups.flatMap((group) => group.rules);
  await expect.poll(async () => (await rules()).every(({ health }) => health === "ok")).toBe(true);
  const firing = async () =>
    (await rules()).filter(({ state }) => state === "firing").map(({ name }) => name);
  await expect.poll(firing, { timeout: 10_000 }).toEqual(["ParleyFaultsOn"]);
});
