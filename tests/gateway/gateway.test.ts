// The gateway alone, before fake services: what goes where, with which headers, and what happens when nobody is there.
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Gateway } from "../support/gateway.ts";
import { freePort } from "../support/ports.ts";
import { HandshakeRefused, RawClient } from "../support/raw_client.ts";
import { FakeService } from "./fake_service.ts";

const page = mkdtempSync(join(tmpdir(), "parley-page-"));
const services = {
  first: new FakeService("matchmaker-0"),
  second: new FakeService("matchmaker-1"),
  node: new FakeService("node-0"),
  other: new FakeService("node-1"),
};
const gateway = new Gateway();

beforeAll(async () => {
  mkdirSync(join(page, "assets"));
  writeFileSync(join(page, "index.html"), "<!doctype html><title>Parley</title>");
  writeFileSync(join(page, "assets/index-3f9a.js"), "export {};\n".repeat(200));
  await Promise.all(Object.values(services).map((service) => service.start()));
  await gateway.start({
    page,
    matchmakers: [services.first.address, services.second.address],
    nodes: {
      "node-0": services.node.address,
      "node-1": services.other.address,
      "node-dead": `127.0.0.1:${await freePort()}`,
    },
  });
});

afterAll(async () => {
  await gateway.stop();
  await Promise.all(Object.values(services).map((service) => service.stop()));
  rmSync(page, { recursive: true });
});

beforeEach(() => {
  for (const service of Object.values(services)) service.status = 200;
});

async function echo(path: string): Promise<unknown> {
  const client = await RawClient.open(gateway.wsUrl(path));
  client.say('{"hello":1}');
  const answer = await client.next(() => true);
  await client.close();
  return answer;
}

async function refusal(path: string): Promise<number> {
  const outcome = await RawClient.open(gateway.wsUrl(path)).catch((error: unknown) => error);
  if (!(outcome instanceof HandshakeRefused)) throw new Error(`expected a refusal of ${path}`);
  return outcome.status;
}

describe("the page", () => {
  test("index.html is asked for again each time, with a tag to make that cheap", async () => {
    const answer = await fetch(gateway.url("/"));
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(answer.headers.get("cache-control")).toBe("no-cache");
    const etag = answer.headers.get("etag") ?? "";
    const again = await fetch(gateway.url("/"), { headers: { "If-None-Match": etag } });
    expect(again.status).toBe(304);
  });

  test("a hashed asset is kept for good, and compressed", async () => {
    const answer = await fetch(gateway.url("/assets/index-3f9a.js"));
    expect(answer.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(answer.headers.get("content-encoding")).toBe("gzip");
    expect(await answer.text()).toContain("export {};");
  });

  test("a missing asset is not remembered", async () => {
    const answer = await fetch(gateway.url("/assets/gone.js"));
    expect(answer.status).toBe(404);
    expect(answer.headers.get("cache-control")).toBe("no-cache");
  });

  test.each(["/", "/assets/index-3f9a.js", "/nowhere", "/api/stats", "/node/node-9/ws"])(
    "%s carries the security headers",
    async (path) => {
      const { headers } = await fetch(gateway.url(path));
      const policy = headers.get("content-security-policy") ?? "";
      for (const each of ["default-src 'self'", "base-uri 'none'", "frame-ancestors 'none'"]) {
        expect(policy).toContain(each);
      }
      expect(policy).not.toContain("unsafe");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("permissions-policy")).toContain("camera=()");
      expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
      expect(headers.get("server")).toBe("nginx");
    },
  );

  test("nothing outside its folder is served", async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      // By hand: fetch would take the dots out before asking.
      request({ port: gateway.port, path: "/assets/../../etc/passwd" }, (answer) =>
        resolve(answer.statusCode),
      )
        .on("error", reject)
        .end();
    });
    expect(status).toBe(400);
  });

  test("a body or a huge header is refused", async () => {
    const body = await fetch(gateway.url("/"), { method: "POST", body: "x".repeat(2000) });
    expect(body.status).toBe(413);
    const header = await fetch(gateway.url("/"), { headers: { "X-Much": "x".repeat(10_000) } });
    expect(header.status).toBe(400);
  });
});

describe("the matchmakers", () => {
  test("share the WebSockets of /match", async () => {
    const names = new Set<unknown>();
    for (let i = 0; i < 4; ++i) names.add(((await echo("/match")) as { from: string }).from);
    expect([...names].sort()).toEqual(["matchmaker-0", "matchmaker-1"]);
  });

  test("one that drains is passed over", async () => {
    services.first.status = 503;
    for (let i = 0; i < 3; ++i)
      expect(await echo("/match")).toMatchObject({ from: "matchmaker-1" });
  });

  test("all of them draining is said as it is", async () => {
    services.first.status = 503;
    services.second.status = 503;
    expect(await refusal("/match")).toBe(503);
  });

  test("answer /api/stats, and say themselves how long it may be kept", async () => {
    const answer = await fetch(gateway.url("/api/stats"));
    expect(await answer.json()).toMatchObject({ name: expect.stringMatching(/^matchmaker-/) });
    expect(answer.headers.get("cache-control")).toBe("max-age=1");
    expect((await fetch(gateway.url("/api/stats"), { method: "DELETE" })).status).toBe(403);
  });
});

describe("the chat-nodes", () => {
  test.each(["node-0", "node-1"])("%s is reached by its id, both ways", async (node) => {
    expect(await echo(`/node/${node}/ws`)).toEqual({ from: node, heard: { hello: 1 } });
  });

  test("are asked for /ws, with the Host and Origin of the page and the address that the gateway saw", async () => {
    const headers = {
      Origin: "https://parley.example",
      "X-Real-IP": "203.0.113.9",
      "X-Forwarded-For": "203.0.113.9",
    };
    const client = await RawClient.open(gateway.wsUrl("/node/node-0/ws"), { headers });
    await client.close();
    expect(services.node.last.url).toBe("/ws");
    expect(services.node.last.headers).toMatchObject({
      host: `127.0.0.1:${gateway.port}`,
      origin: "https://parley.example",
      "x-real-ip": "127.0.0.1",
      "sec-websocket-protocol": "parley.v1",
    });
    expect(services.node.last.headers["x-forwarded-for"]).toBeUndefined();
  });

  test.each([
    "/node/node-9/ws",
    "/node/node-0/metrics",
    "/node/node-0/ws/x",
    "/node/NODE-0/ws",
    "/node//ws",
    "/metrics",
  ])("%s leads nowhere", async (path) => {
    expect(await refusal(path)).toBe(404);
  });

  test("a dead one is known at once", async () => {
    const began = performance.now();
    expect(await refusal("/node/node-dead/ws")).toBe(502);
    expect(performance.now() - began).toBeLessThan(2000);
  });

  test("what a node refuses reaches the client as it is", async () => {
    services.node.status = 429;
    expect(await refusal("/node/node-0/ws")).toBe(429);
  });

  test("a node that goes takes its connections along, and no others", async () => {
    const staying = await RawClient.open(gateway.wsUrl("/node/node-0/ws"));
    const leaving = await RawClient.open(gateway.wsUrl("/node/node-1/ws"));
    await services.other.stop();
    expect((await leaving.closed).code).toBe(1006);
    staying.say('{"still":"here"}');
    expect(await staying.next(() => true)).toEqual({ from: "node-0", heard: { still: "here" } });
    await staying.close();
    await services.other.start();
  });
});

test("thousands who come back at once queue up, and none of them is lost on the way in", async () => {
  const most = Number(readFileSync("/proc/sys/net/core/somaxconn", "utf8"));
  expect(most, "the kernel's own limit, net.core.somaxconn").toBeGreaterThanOrEqual(2_000);
  const crowd: Socket[] = [];
  const signal = AbortSignal.timeout(20_000);
  const arrived = await gateway.whileFrozen(() => {
    for (let i = 0; i < 2_000; ++i) crowd.push(connect(gateway.port, "127.0.0.1"));
    return Promise.allSettled(crowd.map((each) => once(each, "connect", { signal })));
  });
  for (const each of crowd) each.on("error", () => undefined).destroy();
  expect(arrived.filter(({ status }) => status === "rejected")).toHaveLength(0);
  expect(await echo("/match")).toBeDefined();
});

test("without a probe nobody answers echoes", async () => {
  expect((await fetch(gateway.url("/api/echo"), { method: "POST", body: "x" })).status).toBe(404);
});

test("no address of a user is logged, whatever goes wrong", async () => {
  const from = "127.0.0.77";
  for (const path of ["/", "/nowhere", "/node/node-dead/ws", "/match?token=x", "/node/node-0/ws"]) {
    await new Promise<void>((resolve, reject) => {
      request({ port: gateway.port, path, localAddress: from }, (answer) =>
        answer.resume().on("end", resolve),
      )
        .on("error", reject)
        .end();
    });
  }
  await expect.poll(() => gateway.log).toContain('"path":"/nowhere"');
  expect(gateway.log).not.toContain(from);
  expect(gateway.log).not.toContain("token=x");
});
