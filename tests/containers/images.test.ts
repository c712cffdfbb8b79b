// Each image, started as its pod is in k8s/base: it serves with nothing but what the manifest gives it, says who it is, and
// goes on SIGTERM within its grace with exit code 0.
import { readFileSync, rmSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Engine, probeImage } from "./engine.ts";
import { newKeysFolder, type Pod, podOf } from "./pods.ts";

const tag = process.env.PARLEY_IMAGE_TAG ?? "dev";
const megabyte = 1_000_000;

const services = {
  matchmaker: { file: "matchmaker/deployment.yaml", name: "matchmaker-0" },
  "chat-node": { file: "chat-node/statefulset.yaml", name: "chat-node-0" },
  web: { file: "web/deployment.yaml", name: "web-0" },
} as const;
const images = [...Object.keys(services), "chaos"];

const engine = new Engine();
const keysFolder = newKeysFolder();
const pods = new Map<string, Pod>();

// In this order, for the gateway wants to know the names of the others, and they want Redis.
beforeAll(async () => {
  await engine.open();
  const around = { keysFolder, resolver: await engine.resolver() };
  const redis = podOf("redis/redis.yaml", "redis", undefined, around);
  await engine.start(redis.spec);
  for (const [image, { file, name }] of Object.entries(services)) {
    const pod = podOf(file, name, `parley/${image}:${tag}`, around);
    pods.set(image, pod);
    await engine.start(pod.spec);
    if (!pod.ready) throw new Error(`${file} has no readiness probe`);
    await engine.ready(name, pod.ready.port, pod.ready.path);
  }
});
afterAll(async () => {
  await engine.close();
  rmSync(keysFolder, { recursive: true });
});

function podNamed(image: string): Pod {
  const pod = pods.get(image);
  if (!pod) throw new Error(`${image} was not started`);
  return pod;
}

test.each(images)("%s says what it is, and is at most 80 MB above its base", async (image) => {
  const made = await engine.image(`parley/${image}:${tag}`);
  const base = await engine.image(probeImage);
  process.stdout.write(`parley/${image}: ${((made.Size - base.Size) / megabyte).toFixed(1)} MB\n`);
  expect(made.Size - base.Size).toBeLessThan(80 * megabyte);
  expect(made.Config.User).toBe("10001:10001");
  expect(made.Config.Labels).toMatchObject({
    "org.opencontainers.image.title": `parley-${image}`,
    "org.opencontainers.image.licenses": "Apache-2.0",
    "org.opencontainers.image.version": expect.stringMatching(/^\d+\.\d+\.\d+$/),
    "org.opencontainers.image.revision": expect.stringMatching(/^[0-9a-f]{40}(-dirty)?$/),
  });
});

// What the kernel says, not what the engine was asked for.
test.each(Object.keys(services))(
  "%s runs as nobody, without a capability, and stays so",
  async (image) => {
    const { spec } = podNamed(image);
    const { State, HostConfig } = await engine.inspect(spec.name);
    const status = readFileSync(`/proc/${State.Pid}/status`, "utf8");
    expect(status).toMatch(/^Uid:\t10001\t10001\t10001\t10001$/m);
    expect(status).toMatch(/^CapEff:\t0{16}$/m);
    expect(status).toMatch(/^CapBnd:\t0{16}$/m);
    expect(status).toMatch(/^NoNewPrivs:\t1$/m);
    expect(HostConfig.ReadonlyRootfs).toBe(true);
    expect(HostConfig.Memory).toBe(Number.parseInt(spec.memory ?? "0", 10) << 20);
  },
);

test.each([
  ["matchmaker", 7001],
  ["chat-node", 7101],
])("%s tells its version and revision as the labels do", async (image, adminPort) => {
  const { spec } = podNamed(image);
  const { Config } = await engine.image(spec.image);
  const said = await engine.get(spec.name, adminPort, "/version");
  const version = Config.Labels["org.opencontainers.image.version"];
  const revision = Config.Labels["org.opencontainers.image.revision"];
  expect(said.body).toContain(`${version}+${revision}`);
});

test("the gateway has the page, and leads to matchmakers and to the one chat-node by its name", async () => {
  const { spec } = podNamed("web");
  expect(await engine.get(spec.name, 8080, "/")).toMatchObject({
    status: 200,
    body: expect.stringContaining("<title>"),
  });
  expect(await engine.get(spec.name, 8080, "/api/stats")).toMatchObject({ status: 200 });
  // Without the headers of a WebSocket the chat-node itself refuses; an unknown one the gateway.
  expect(await engine.get(spec.name, 8080, "/node/chat-node-0/ws")).toMatchObject({ status: 426 });
  expect(await engine.get(spec.name, 8080, "/node/chat-node-9/ws")).toMatchObject({ status: 502 });
  expect(await engine.get(spec.name, 8080, "/node/redis/ws")).toMatchObject({ status: 404 });
  // A file of a room, without its token.
  const file = `files/${"0".repeat(32)}`;
  expect(await engine.get(spec.name, 8080, `/node/chat-node-0/${file}`)).toMatchObject({
    status: 401,
    body: expect.stringContaining("token_invalid"),
  });
  expect(await engine.get(spec.name, 8080, `/node/redis/${file}`)).toMatchObject({ status: 404 });
});

// One of the operator's programs, contained as a service is.
const atDesk = () => ({
  ...podNamed("matchmaker").spec,
  image: `parley/chaos:${tag}`,
  env: {},
  mounts: [],
  aliases: [],
});

test("the chaos runner brings its experiments, and kubectl", async () => {
  const contained = atDesk();
  await engine.start({ ...contained, name: "validate", command: ["validate"] });
  expect(await engine.end("validate")).toMatchObject({
    code: 0,
    said: expect.stringMatching(/^(\d+) of \1 experiments are valid$/m),
  });
  const command = ["version", "--client"];
  await engine.start({ ...contained, name: "kubectl", entrypoint: ["kubectl"], command });
  expect(await engine.end("kubectl")).toMatchObject({
    code: 0,
    said: expect.stringContaining("Client Version: v1."),
  });
});

test("with it come the probe, and the desk's view of the reports in Redis", async () => {
  const env = { PARLEY_REDIS__HOST: "redis" };
  const entrypoint = ["parley-reports"];
  await engine.start({ ...atDesk(), name: "desk", entrypoint, command: ["list"], env });
  const { code, said } = await engine.end("desk");
  expect({ code, said: said.trim() }).toEqual({ code: 0, said: "" });
  const command = ["--version"];
  await engine.start({ ...atDesk(), name: "probe", entrypoint: ["parley-probe"], command });
  expect((await engine.end("probe")).code).toBe(0);
});

// The gateway first, as its users would: then nobody new comes to the services.
test.each(["web", "chat-node", "matchmaker"])(
  "%s goes within its grace, with exit code 0",
  async (image) => {
    const { spec, graceSeconds } = podNamed(image);
    const { code, tookMs } = await engine.stop(spec.name, graceSeconds);
    process.stdout.write(`${image} stopped in ${tookMs} ms of ${graceSeconds} s\n`);
    expect(code, await engine.logs(spec.name)).toBe(0);
    expect(tookMs).toBeLessThan(graceSeconds * 1000);
  },
);
