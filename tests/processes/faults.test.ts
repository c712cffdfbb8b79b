// Plans in force on real services: how they are taken and refused, and that what was asked for is what strikes.
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import WebSocket from "ws";
import {
  allowed,
  faultMetric,
  getFaults,
  killSwitch,
  onePlan,
  putPlan,
} from "../support/faults.ts";
import { RawClient } from "../support/raw_client.ts";
import { Service } from "../support/service.ts";
import { programs, System, type SystemOptions } from "../support/system.ts";

let system: System;
const dir = mkdtempSync(join(tmpdir(), "parley-faults-"));

async function start(options: SystemOptions = {}): Promise<System> {
  system = await new System({ node: allowed, matchmaker: allowed, ...options }).start();
  return system;
}

afterEach(() => system.stop());
afterAll(() => rmSync(dir, { recursive: true, force: true }));

// How a connection to the node ends up: the numbers of connections count from 1 in this order.
function dial(): Promise<"open" | "cut"> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://${system.address("node-0")}/ws`, ["parley.v1"]);
    socket.on("open", () => socket.ping());
    socket.on("pong", () => {
      resolve("open");
      socket.terminate();
    });
    socket.on("error", () => {}); // close follows
    socket.on("close", () => resolve("cut"));
  });
}

async function dialMany(count: number): Promise<string> {
  let story = "";
  for (let i = 0; i < count; ++i) story += (await dial()) === "cut" ? "x" : ".";
  return story;
}

const cutAFifth = { fault: "cut_after_handshake", percent: 20, scope: { service: "chat-node" } };

test("a fifth of the connects is cut: asked and achieved agree, and a second run is the same", async () => {
  await start();
  expect((await putPlan(system, "node-0", onePlan(cutAFifth))).status).toBe(200);
  const count = 400;
  const story = await dialMany(count);
  const cut = story.split("x").length - 1;
  const of = (name: string) =>
    faultMetric(system, ["node-0"], `parley_faults_${name}_total`, "cut_after_handshake");
  expect(await of("chances")).toBe(count);
  expect(await of("asked")).toBeCloseTo(count * 0.2);
  expect(await of("struck")).toBe(cut);
  expect(Math.abs(cut - count * 0.2)).toBeLessThan(3.3 * Math.sqrt(count * 0.2 * 0.8));

  await system.service("node-0").kill();
  await system.restart("node-0");
  await putPlan(system, "node-0", onePlan(cutAFifth));
  expect(await dialMany(count)).toBe(story);
});

test("every strike is logged with its connection's number", async () => {
  await start();
  await putPlan(system, "node-0", onePlan({ ...cutAFifth, percent: 100, times: 1 }));
  await dialMany(2);
  const line = await system.service("node-0").logged("fault strikes", { connection: 1 });
  expect(line).toMatchObject({ fault: "cut_after_handshake", phase: "open", message: 0 });
});

describe("a plan that is not allowed", () => {
  test.each(["parley-matchmaker", "parley-chat-node"])(
    "stops %s from starting",
    async (program) => {
      await start({ nodes: 0, matchmakers: 0 });
      const plan = join(dir, "plan.yaml");
      writeFileSync(plan, JSON.stringify(onePlan(cutAFifth)));
      const service = new Service(program, join(programs, program), [
        "--listen.port=0",
        "--admin.port=0",
        `--redis.port=${system.redis.port}`,
        `--tokens.keys_file=${system.keysFile}`,
        "--faults",
        plan,
      ]);
      expect(await service.exit).toMatchObject({ code: 2 });
      expect(service.lines).toHaveLength(1);
      expect(service.lines[0]).toContain("faults are not allowed");
    },
  );

  test("is refused at the door, and nothing strikes", async () => {
    await start({ node: {} });
    const answer = await putPlan(system, "node-0", onePlan({ ...cutAFifth, percent: 100 }));
    expect(answer.status).toBe(403);
    expect(answer.body.reason).toContain("faults.allowed=true");
    expect(await dialMany(5)).toBe(".....");
    expect((await getFaults(system, "node-0")).body).toMatchObject({ active: false });
  });
});

test("a plan with a mistake is refused by key, reason and line, and the one in force goes on", async () => {
  await start();
  await putPlan(system, "node-0", onePlan(cutAFifth));
  const text = "seed: 3\nfaults:\n  - fault: cut\n    percent: 120\n";
  expect(await putPlan(system, "node-0", text)).toEqual({
    status: 422,
    body: {
      reason: "faults[0].percent: must be from 0 to 100",
      key: "faults[0].percent",
      line: 4,
    },
  });
  const unknown = await putPlan(system, "node-0", onePlan({ ...cutAFifth, dealy_ms: 5 }));
  expect(unknown.body.reason).toBe("faults[0].dealy_ms: unknown key");
  expect((await getFaults(system, "node-0")).body.active).toBe(true);
});

test("the kill switch releases what is frozen, at once", async () => {
  await start();
  await putPlan(system, "node-0", onePlan({ fault: "freeze", percent: 100 }));
  const client = await RawClient.open(`ws://${system.address("node-0")}/ws`);
  await system.service("node-0").logged("fault strikes", { fault: "freeze" });
  let isAnswered = false;
  const answered = client.call("sync", { t0: 1 }).finally(() => {
    isAnswered = true;
  });
  // The process lives and answers others meanwhile.
  for (let i = 0; i < 20; ++i) {
    expect((await getFaults(system, "node-0")).body.standing).toBe(1);
  }
  expect(isAnswered).toBe(false);
  const killed = await killSwitch(system, "node-0");
  expect(killed.body).toMatchObject({ active: false, standing: 0 });
  expect(await answered).toHaveProperty("result");
  expect(await dialMany(3)).toBe("...");
  await client.close();
});

test("a plan expires by itself, and what it froze goes on", async () => {
  await start();
  await putPlan(
    system,
    "node-0",
    onePlan({ fault: "freeze", percent: 100 }, { expires_after_ms: 700 }),
  );
  const client = await RawClient.open(`ws://${system.address("node-0")}/ws`);
  expect(await client.call("sync", { t0: 1 })).toHaveProperty("result");
  await system.service("node-0").logged("faults: plan expired");
  expect((await getFaults(system, "node-0")).body).toMatchObject({ active: false, standing: 0 });
  await client.close();
});

test("the file is read at the start and again when it changes; a broken one changes nothing", async () => {
  const file = join(dir, "watched.yaml");
  const write = (text: string) => {
    writeFileSync(`${file}.new`, text);
    renameSync(`${file}.new`, file);
  };
  write(JSON.stringify(onePlan({ ...cutAFifth, percent: 100 })));
  await start({ nodes: 0 });
  const node = await system.add("chat-node", "node-0", { ...allowed, "faults.plan": file });
  expect(await dialMany(3)).toBe("xxx");

  write("faults:\n  - fault: earthquake\n    percent: 1\n");
  const refused = await node.logged("faults: plan refused");
  expect(refused).toMatchObject({ reason: expect.stringContaining("no such fault"), line: 2 });
  expect(await dialMany(3)).toBe("xxx");

  write("faults: []\n");
  await node.logged("faults: plan taken up", { faults: 0 });
  expect(await dialMany(3)).toBe("...");
});

test("a wrong plan file at the start is one line with file and line, and exit code 2", async () => {
  await start({ nodes: 0, matchmakers: 0 });
  const file = join(dir, "wrong.yaml");
  writeFileSync(file, "faults:\n  - fault: cut\n    percent: 5\n    whenever: now\n");
  const service = new Service("node", join(programs, "parley-chat-node"), [
    "--listen.port=0",
    "--admin.port=0",
    `--redis.port=${system.redis.port}`,
    `--tokens.keys_file=${system.keysFile}`,
    "--faults.allowed=true",
    `--faults.plan=${file}`,
  ]);
  expect(await service.exit).toMatchObject({ code: 2 });
  expect(service.lines).toHaveLength(1);
  expect(service.lines[0]).toContain("wrong.yaml:4: faults[0].whenever: unknown key");
});
