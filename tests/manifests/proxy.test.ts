// Whose word about a visitor's address counts behind a proxy (components/behind-proxy), and whose does not without one: nginx
// with the routes of the overlays, before a service that looks at what it is told.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { renderGateway } from "../../web/gateway/render.mjs";
import { FakeService } from "../gateway/fake_service.ts";
import { freePort } from "../support/ports.ts";
import { Service } from "../support/service.ts";
import { k8s, render } from "./kubectl.ts";
import { ofKind } from "./objects.ts";

let dir: string;
let service: FakeService;
let nginx: Service;
let port: number;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "parley-proxy-"));
  service = new FakeService("matchmaker");
  await service.start();
});
afterEach(async () => {
  await nginx.terminate();
  await service.stop();
  rmSync(dir, { recursive: true });
});

// The overlay's routes with addresses for names; its proxies are where this test asks from.
async function start(overlay: string): Promise<void> {
  port = await freePort();
  const nowhere = { page: dir, matchmakers: [], nodes: {}, log: join(dir, "log"), run: dir };
  const args = renderGateway({ ...nowhere, listen: `127.0.0.1:${port}` });
  const objects = render(join(k8s, "overlays", overlay));
  const routes = ofKind(objects, "ConfigMap").find((each) => each.data?.["routes.conf"]);
  for (const [name, text] of Object.entries(routes?.data ?? {})) {
    const here = text
      .replaceAll("/etc/parley/", `${dir}/`)
      .replace("kube-dns.kube-system.svc.cluster.local", "127.0.0.1")
      .replaceAll("matchmaker.parley.svc.cluster.local:7000", service.address)
      .replace("set_real_ip_from 10.0.0.0/8", "set_real_ip_from 127.0.0.0/8");
    writeFileSync(join(dir, name), here);
  }
  nginx = new Service("nginx", "nginx", args);
  const isUp = () =>
    fetch(`http://127.0.0.1:${port}/healthz`).then(
      (answer) => answer.ok,
      () => false,
    );
  await expect.poll(isUp, { timeout: 10_000 }).toBe(true);
}

async function told(forwarded: string) {
  await fetch(`http://127.0.0.1:${port}/api/stats`, { headers: { "X-Forwarded-For": forwarded } });
  const headers = service.asked.at(-1)?.headers ?? {};
  return { address: headers["x-real-ip"], forwarded: headers["x-forwarded-for"] };
}

test("behind a proxy a visitor is who the last proxy saw, whatever the visitor says", async () => {
  await start("production");
  expect(await told("203.0.113.7")).toEqual({ address: "203.0.113.7" });
  expect(await told("198.51.100.1, 203.0.113.7")).toEqual({ address: "203.0.113.7" });
  expect(await told("198.51.100.1, 203.0.113.7, 127.0.0.9")).toEqual({ address: "203.0.113.7" });
});

test("without one nobody is believed", async () => {
  await start("dev");
  expect(await told("203.0.113.7")).toEqual({ address: "127.0.0.1" });
});
