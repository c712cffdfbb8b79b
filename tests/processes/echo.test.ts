// The probe through everything: real gateway, matchmaker, chat-nodes, and POST /api/echo at the gateway.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Gateway } from "../support/gateway.ts";
import { freePort } from "../support/ports.ts";
import { Service } from "../support/service.ts";
import { programs, System } from "../support/system.ts";

let page: string;
let keyFile: string;
let system: System;
let gateway: Gateway;
let probe: Service;
let adminPort: number;

beforeEach(async () => {
  page = mkdtempSync(join(tmpdir(), "parley-probe-"));
  keyFile = join(page, "key");
  writeFileSync(keyFile, "only the probe knows\n");
  const matchmaker = {
    "pairing.probe_key_file": keyFile,
    "pairing.node_choice": "round_robin",
  };
  system = await new System({ nodes: 2, matchmaker }).start();
});

afterEach(async () => {
  const { code } = await probe.terminate();
  expect({ code, complaints: probe.complaints() }).toEqual({ code: 0, complaints: [] });
  await gateway.stop();
  await system.stop();
  rmSync(page, { recursive: true });
});

async function start(...settings: readonly string[]): Promise<void> {
  const port = await freePort();
  adminPort = await freePort();
  gateway = await new Gateway().start({
    page,
    matchmakers: [system.address("matchmaker-0")],
    nodes: { "node-0": system.address("node-0"), "node-1": system.address("node-1") },
    probe: `127.0.0.1:${port}`,
  });
  probe = new Service("probe", join(programs, "parley-probe"), [
    `--gateway.port=${gateway.port}`,
    `--listen.port=${port}`,
    `--admin.port=${adminPort}`,
    `--probe.key_file=${keyFile}`,
    ...settings,
  ]);
  await probe.logged("ready");
}

async function echo(body: string | Uint8Array<ArrayBuffer>) {
  const answer = await fetch(gateway.url("/api/echo"), { method: "POST", body });
  const node = answer.headers.get("X-Parley-Node");
  return { status: answer.status, node, text: await answer.text() };
}

async function counted(outcome: string): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${adminPort}/metrics`)).text();
  const line = new RegExp(`^parley_echoes_total\\{outcome="${outcome}"\\} (\\d+)$`, "m").exec(text);
  return Number(line?.[1]);
}

async function stopAllNodes(): Promise<void> {
  await Promise.all([system.service("node-0").terminate(), system.service("node-1").terminate()]);
  const noNode = () => system.metric("matchmaker-0", "parley_no_node");
  await expect.poll(noNode, { timeout: 10_000 }).toBe(1);
}

test("a text comes back as it was, and the answers rotate over the nodes", async () => {
  await start("--probe.burst=100");
  const nodes = new Set<string | null>();
  for (let i = 0; i < 6; ++i) {
    const text = `is anybody there? ¿Y tú? ${i}`;
    const answer = await echo(text);
    expect(answer).toMatchObject({ status: 200, text });
    nodes.add(answer.node);
  }
  expect([...nodes].sort()).toEqual(["node-0", "node-1"]);
  expect(await counted("answered")).toBe(6);
});

test("several at once keep apart, again and again", async () => {
  await start("--probe.burst=100");
  for (const time of ["once", "twice", "thrice"]) {
    const texts = ["one", "two", "three", "four"].map((text) => `${text} ${time}`);
    const answers = async () => (await Promise.all(texts.map(echo))).map(({ text }) => text);
    // Until the couples of the time before are home again, some are refused: a lost one would come after 10 s.
    await expect.poll(answers, { timeout: 5_000 }).toEqual(texts);
  }
});

test("while no node is alive it waits, and is answered as soon as one appears", async () => {
  await start("--probe.timeout_ms=30s");
  await stopAllNodes();
  const waiting = echo("hello?");
  const isWaiting = async () => system.metric("matchmaker-0", 'parley_waiting{pool="zxx"}');
  await expect.poll(isWaiting, { timeout: 10_000 }).toBe(2);
  await system.restart("node-1");
  expect(await waiting).toMatchObject({ status: 200, node: "node-1", text: "hello?" });
});

test("with no node until the end the reason is told, and the next one is answered", async () => {
  await start("--probe.timeout_ms=1s", "--probe.couples=1");
  await stopAllNodes();
  expect(await echo("hello?")).toMatchObject({
    status: 504,
    text: '{"reason": "still waiting for a chat-node that takes rooms"}\n',
  });
  await system.restart("node-0");
  await expect.poll(() => echo("again"), { timeout: 15_000 }).toMatchObject({ status: 200 });
});

test("two who sit at a node that has frozen are not waited for: the next echo is taken, and one comes back", async () => {
  await start("--probe.timeout_ms=1s", "--probe.couples=1", "--probe.burst=1000");
  const nodes = ["node-0", "node-1"].map((id) => system.service(id));
  for (const node of nodes) node.signal("SIGSTOP");
  expect(await echo("hello?")).toMatchObject({
    status: 504,
    text: expect.stringMatching(/still waiting for a place at node-\d/),
  });
  // Refused as busy until the two have been let go.
  await expect.poll(() => echo("again"), { timeout: 10_000 }).toMatchObject({ status: 504 });
  for (const node of nodes) node.signal("SIGCONT");
  await expect.poll(() => echo("now"), { timeout: 15_000 }).toMatchObject({ status: 200 });
});

test("too many are refused, and so is what is no text, or too long, or no echo", async () => {
  await start("--probe.burst=4", "--probe.per_second=1");
  expect((await echo(new Uint8Array([0xff, 0xfe]))).status).toBe(400);
  expect((await echo("")).status).toBe(400);
  expect((await echo("x".repeat(1_001))).status).toBe(413);
  expect((await fetch(gateway.url("/api/echo"))).status).toBe(404);
  const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => echo(`${i}`)));
  expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(10);
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(3);
});

test("by the clock it sends one by itself, also while people ask for none", async () => {
  await start("--probe.every_ms=200ms");
  await expect.poll(() => counted("answered"), { timeout: 10_000 }).toBeGreaterThanOrEqual(3);
});
