// Images and files through the gateway, before a fake chat-node: they pass through, and nothing of them stays.
import { readdirSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Gateway } from "../support/gateway.ts";
import { FakeService } from "./fake_service.ts";

const node = new FakeService("node-0");
const gateway = new Gateway();
const files = "/node/node-0/files";
const file = `${files}/0123456789abcdef0123456789abcdef`;

beforeAll(async () => {
  await node.start();
  await gateway.start({
    page: gateway.dir,
    matchmakers: [node.address],
    nodes: { "node-0": node.address },
  });
});

afterAll(async () => {
  await gateway.stop();
  await node.stop();
});

function post(path: string, length: number) {
  const headers = { "Content-Length": length, Authorization: "Bearer a.b.c" };
  const asking = request({ port: gateway.port, path, method: "POST", headers });
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    asking.on("response", resolve).on("error", reject);
  });
  return { asking, answer };
}

test("an upload reaches that node with its token, piece by piece as it comes", async () => {
  const { asking, answer } = post(files, 100_000);
  asking.write(Buffer.alloc(1_000));
  await expect.poll(() => node.asked.at(-1)?.url).toBe("/files");
  expect(node.last.headers).toMatchObject({
    authorization: "Bearer a.b.c",
    "content-length": "100000",
  });
  expect(readdirSync(`${gateway.dir}/body`, { recursive: true })).toEqual([]);
  asking.end(Buffer.alloc(99_000));
  expect((await answer).statusCode).toBe(200);
  (await answer).resume();
});

test("a file is fetched from that node, and what the node says of it is left as it is", async () => {
  const answer = await fetch(gateway.url(file));
  expect(node.last.url).toBe(file.replace("/node/node-0", ""));
  expect(answer.headers.get("cache-control")).toBe("max-age=1");
  expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
});

test("far too much is refused by name before it is sent", async () => {
  const before = node.asked.length;
  const { asking, answer } = post(files, 6 * 1024 * 1024);
  asking.flushHeaders();
  const refused = await answer;
  expect(refused.statusCode).toBe(413);
  let text = "";
  for await (const chunk of refused) text += chunk;
  expect(JSON.parse(text)).toEqual({ error: "too_long", limit: 5_242_880 });
  expect(node.asked.length).toBe(before);
  asking.destroy();
});

test.each([`${files}/`, `${files}/..`, `${files}x`, `${file}0`, "/node/node-9/files"])(
  "%s leads nowhere",
  async (path) => {
    const before = node.asked.length;
    expect((await fetch(gateway.url(path))).status).toBe(404);
    expect(node.asked.length).toBe(before);
  },
);

test("the name of a file, which tells its content, is not logged", async () => {
  await (await fetch(gateway.url(file))).text();
  await expect.poll(() => gateway.log).toContain(`"path":"${files}/-"`);
  expect(gateway.log).not.toContain("0123456789abcdef");
});
