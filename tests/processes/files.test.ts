// Images and files by HTTP beside the socket (docs/protocol.md section 8), on real processes and a real Redis.
import { createHash, createHmac, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Assignment, assignTwo, joinRaw } from "../support/pair.ts";
import { paramsOf, RawClient, resultOf } from "../support/raw_client.ts";
import { System } from "../support/system.ts";

const system = new System({
  nodes: 2,
  matchmaker: { "limits.seeks_per_address_per_minute": 1000 },
  node: { "limits.connections_per_address": 12 },
});
beforeAll(() => system.start());
afterAll(() => system.stop());

const png = Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), randomBytes(1_000)]);
const idOf = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex").slice(0, 32);
const base64url = (text: string | Buffer) => Buffer.from(text).toString("base64url");

// The same token with other claims, signed with the services' own key.
function resigned(token: string, change: object): string {
  const [head = "", claims = ""] = token.split(".");
  const changed = { ...JSON.parse(Buffer.from(claims, "base64url").toString()), ...change };
  const body = `${head}.${base64url(JSON.stringify(changed))}`;
  const key = Buffer.from(readFileSync(system.keysFile, "utf8").trim(), "hex");
  return `${body}.${base64url(createHmac("sha256", key).update(body).digest())}`;
}

interface Asked {
  readonly node?: string;
  readonly token?: string;
  readonly method?: string;
  readonly path?: string;
  readonly body?: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

function ask({ node = "node-0", token, path = "", headers, body, method }: Asked) {
  const authorization = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  return fetch(system.httpUrl(node, `/files${path}`), {
    method: method ?? (body ? "POST" : "GET"),
    headers: { ...authorization, ...headers },
    ...(body && { body: new Uint8Array(body) }),
  });
}

interface Answered {
  readonly status: number;
  readonly file?: string;
  readonly type?: string;
  readonly size?: number;
}

async function upload(seat: Assignment, body: Buffer, more: Asked = {}): Promise<Answered> {
  const answer = await ask({ token: seat.token, body, ...more });
  return { ...((await answer.json()) as object), status: answer.status };
}

const bytesOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer());
const pair = async () => (await assignTwo(system)).sort((one, other) => one.seat - other.seat);
const seatOf = async () => (await pair())[0] as Assignment;
const keysOf = (room: string) => system.redis.command("KEYS", `room:{${room}}:*`);

describe("a file", () => {
  test("is uploaded, named in a message, and fetched by the other at any node as it was", async () => {
    const [ada, bob] = (await pair()) as [Assignment, Assignment];
    const one = await joinRaw(system, ada);
    const other = await joinRaw(system, bob);
    const large = randomBytes(5 * 1024 * 1024);
    const stored = await upload(ada, large);
    expect(stored).toEqual({
      status: 201,
      file: idOf(large),
      type: "application/octet-stream",
      size: large.length,
    });
    const file = { id: stored.file, size: large.length, name: "plans.bin" };
    resultOf(await one.client.call("send", { seq: 1, kind: "file", file }));
    const entry = paramsOf(await other.client.notification("entry"));
    expect(entry).toMatchObject({ from: ada.seat, seq: 1, kind: "file", file });
    for (const node of ["node-0", "node-1"]) {
      const fetched = await ask({ node, token: bob.token, path: `/${stored.file}` });
      expect(fetched.status).toBe(200);
      expect((await bytesOf(fetched)).equals(large)).toBe(true);
    }
    await Promise.all([one.client.close(), other.client.close()]);
  });

  test("says what it is, is saved and not shown, and runs nothing", async () => {
    const seat = await seatOf();
    const { file, type } = await upload(seat, png, { headers: { "Content-Type": "text/html" } });
    expect(type).toBe("image/png");
    for (const method of ["GET", "HEAD"]) {
      const { status, headers } = await ask({ token: seat.token, path: `/${file}`, method });
      expect(status).toBe(200);
      expect(Object.fromEntries(headers)).toMatchObject({
        "content-type": "image/png",
        "content-length": String(png.length),
        "content-disposition": "attachment",
        "x-content-type-options": "nosniff",
        "content-security-policy": "sandbox; default-src 'none'",
        "cache-control": "private, no-store",
      });
    }
  });

  test.each([
    ["SVG", "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"],
    ["HTML", "<!doctype html><script>alert(1)</script>"],
    ["one byte", "x"],
  ])("that is %s is octets, whatever it is called", async (_, text) => {
    const seat = await seatOf();
    const headers = { "Content-Type": "image/png" };
    const { file, type } = await upload(seat, Buffer.from(text), { headers });
    expect(type).toBe("application/octet-stream");
    const fetched = await ask({ token: seat.token, path: `/${file}` });
    expect(fetched.headers.get("content-type")).toBe("application/octet-stream");
    expect(await fetched.text()).toBe(text);
  });

  test("that is uploaded again is stored once", async () => {
    const seat = await seatOf();
    expect(await upload(seat, png)).toMatchObject({ status: 201 });
    const keys = await keysOf(seat.room);
    expect(await upload(seat, png)).toMatchObject({ status: 200, file: idOf(png) });
    expect(await keysOf(seat.room)).toEqual(keys);
  });

  test("belongs to its room: who has another room's token does not find it", async () => {
    const { file } = await upload(await seatOf(), png);
    const stranger = await seatOf();
    const answer = await ask({ token: stranger.token, path: `/${file}` });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({ error: "no_such_file" });
  });
});

test("a page of an origin that the service lets in may ask, and may read the answer", async () => {
  const origin = "https://page.example";
  const node = await system.add("chat-node", "node-open", { "listen.origins": origin });
  const { token } = await seatOf();
  const headers = { Origin: origin };
  const may = await ask({ node: "node-open", method: "OPTIONS", headers });
  expect(may.status).toBe(204);
  expect(may.headers.get("access-control-allow-headers")).toContain("Authorization");
  for (const answer of [may, await ask({ node: "node-open", token, body: png, headers })])
    expect(answer.headers.get("access-control-allow-origin")).toBe(origin);
  await node.terminate();
});

describe("what is refused", () => {
  const refusal = async (asked: Asked) => {
    const answer = await ask(asked);
    return [answer.status, await answer.json()];
  };

  test("a token that is missing, forged, of another kind or expired", async () => {
    const { token } = await seatOf();
    const wrong = [undefined, "", "a.b.c", `${token.slice(0, -2)}AA`];
    for (const each of wrong) {
      const asked = { ...(each !== undefined && { token: each }), body: png };
      expect(await refusal(asked)).toEqual([401, { error: "token_invalid" }]);
    }
    const expired = resigned(token, { iat: 1_000_000_000, exp: 1_000_086_400 });
    expect(await refusal({ token: expired, body: png })).toEqual([401, { error: "token_expired" }]);
  });

  test("a foreign origin", async () => {
    const { token } = await seatOf();
    const headers = { Origin: "https://elsewhere.example" };
    expect(await refusal({ token, body: png, headers })).toEqual([
      403,
      { error: "foreign_origin" },
    ]);
  });

  test("too much: of a file, of an image by its content, and of a room", async () => {
    const { token, room } = await seatOf();
    const mib = 1024 * 1024;
    expect(await refusal({ token, body: Buffer.alloc(5 * mib + 1) })).toEqual([
      413,
      { error: "too_long", limit: 5 * mib },
    ]);
    const image = Buffer.concat([png, Buffer.alloc(2 * mib)]);
    expect(await refusal({ token, body: image })).toEqual([
      413,
      { error: "too_long", limit: 2 * mib },
    ]);
    for (let i = 0; i < 4; ++i)
      expect((await ask({ token, body: Buffer.alloc(5 * mib, i) })).status).toBe(201);
    expect(await refusal({ token, body: Buffer.alloc(1, 9) })).toEqual([
      507,
      { error: "files_full", limit: 20 * mib },
    ]);
    // What it has already is answered as before.
    expect((await ask({ token, body: Buffer.alloc(5 * mib, 0) })).status).toBe(200);
    // What has gone, as files of a named room do after a time, takes no space.
    const keys = (await keysOf(room)).split("\r\n");
    const gone = keys.find((key) => key.includes(":file:")) ?? "";
    await system.redis.command("DEL", gone);
    expect((await ask({ token, body: Buffer.alloc(5 * mib, 9) })).status).toBe(201);
  });

  test("what is no upload and no file", async () => {
    const { token } = await seatOf();
    const cases: [Asked, number, string][] = [
      [{ token, body: Buffer.alloc(0), method: "POST" }, 400, "invalid_request"],
      [{ token, path: "/0123" }, 404, "no_such_file"],
      [{ token, path: `/${"0".repeat(32)}` }, 404, "no_such_file"],
      [{ token, path: "x" }, 404, "no_such_path"],
      [{ token, method: "DELETE" }, 405, "method_not_allowed"],
      [{ token, method: "PUT", path: `/${"0".repeat(32)}`, body: png }, 405, "method_not_allowed"],
    ];
    for (const [asked, status, error] of cases)
      expect(await refusal(asked)).toEqual([status, { error }]);
  });

  test("more connections of one address than it may have, sockets and uploads together", async () => {
    const node = await system.add("chat-node", "node-few", { "limits.connections_per_address": 1 });
    const held = await RawClient.open(system.route("/node/node-few/ws"));
    const { token } = await seatOf();
    expect(await refusal({ node: "node-few", token, body: png })).toEqual([
      429,
      { error: "rate_limited", retry_ms: 1_000 },
    ]);
    await held.close();
    await expect
      .poll(async () => (await ask({ node: "node-few", token, body: png })).status)
      .toBe(201);
    await node.terminate();
  });

  test("uploads beyond what a seat may have in a minute", async () => {
    const node = await system.add("chat-node", "node-slow", { "files.uploads_per_minute": 2 });
    const { token } = await seatOf();
    for (const status of [201, 200, 429]) {
      const answer = await ask({ node: "node-slow", token, body: png });
      expect(answer.status).toBe(status);
      if (status === 429) expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(20);
    }
    await node.terminate();
  });

  test("everything where the operator takes no files", async () => {
    const node = await system.add("chat-node", "node-off", { "files.enabled": "false" });
    const { token } = await seatOf();
    expect(await refusal({ node: "node-off", token, body: png })).toEqual([
      404,
      { error: "files_off" },
    ]);
    await node.terminate();
  });
});

describe("when something breaks", () => {
  // Has sent the head of an upload and a part of its body.
  async function halfUpload(seat: Assignment, node: string) {
    const [host = "", port = ""] = system.address(node).split(":");
    const socket = connect(Number(port), host);
    socket.on("error", () => {});
    const head = `POST /files HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${seat.token}\r\n`;
    socket.write(`${head}Content-Length: 1000000\r\n\r\n`);
    socket.write(Buffer.alloc(200_000, 7));
    await expect.poll(() => keysOf(seat.room)).toMatch(/:upload:/);
    return socket;
  }

  test("an upload that is cut in the middle leaves nothing", async () => {
    const seat = await seatOf();
    const socket = await halfUpload(seat, "node-0");
    socket.destroy();
    await expect.poll(() => keysOf(seat.room)).not.toMatch(/:upload:|:file/);
    expect(await upload(seat, png)).toMatchObject({ status: 201 });
  });

  test("more transfers of a room than it may have at once wait, and others do not", async () => {
    const seat = await seatOf();
    const sockets = [];
    for (let i = 0; i < 8; ++i) sockets.push(await halfUpload(seat, "node-0"));
    const transfers = () => system.metric("node-0", "parley_file_transfers");
    await expect.poll(transfers).toBe(8);
    expect(await upload(seat, png)).toEqual({ status: 503, error: "busy", retry_ms: 1_000 });
    expect(await upload(await seatOf(), png)).toMatchObject({ status: 201 });
    for (const each of sockets) each.destroy();
    await expect.poll(transfers).toBe(0);
    expect(await upload(seat, png)).toMatchObject({ status: 201 });
  });

  test("what a killed node has begun vanishes by itself, and the upload goes to another", async () => {
    const seat = await seatOf();
    const socket = await halfUpload(seat, "node-1");
    await system.service("node-1").kill();
    socket.destroy();
    const key = /room:\{[^}]+\}:upload:[\w-]+/.exec(await keysOf(seat.room))?.[0] ?? "";
    const left = await system.redis.integer("PTTL", key);
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(60_000);
    expect(await upload(seat, png, { node: "node-0" })).toMatchObject({ status: 201 });
    await system.restart("node-1");
  });

  test("a node that dies between the upload and its message loses neither", async () => {
    const [ada, bob] = (await pair()) as [Assignment, Assignment];
    const { file, size } = await upload(ada, png, { node: ada.node });
    await system.service(ada.node).kill();
    const node = ada.node === "node-0" ? "node-1" : "node-0";
    const one = await joinRaw(system, { ...ada, node }, { claim: true });
    const other = await joinRaw(system, { ...bob, node });
    const image = { id: file, size, width: 640, height: 480 };
    resultOf(await one.client.call("send", { seq: 1, kind: "image", file: image }));
    expect(paramsOf(await other.client.notification("entry"))).toMatchObject({ file: image });
    const fetched = await ask({ node, token: bob.token, path: `/${file}` });
    expect((await bytesOf(fetched)).equals(png)).toBe(true);
    await system.restart(ada.node);
    await Promise.all([one.client.close(), other.client.close()]);
  });

  test("Redis has lost everything: the file is missed, and uploaded again", async () => {
    const [ada, bob] = (await pair()) as [Assignment, Assignment];
    const { file } = await upload(ada, png);
    await system.redis.command("FLUSHALL");
    expect((await ask({ token: ada.token, path: `/${file}`, method: "HEAD" })).status).toBe(404);
    expect(await upload(ada, png)).toMatchObject({ status: 201, file });
    expect((await bytesOf(await ask({ token: bob.token, path: `/${file}` }))).equals(png)).toBe(
      true,
    );
  });

  test("files leave half of Redis's memory to what is said", async () => {
    const mib = 1024 * 1024;
    await system.redis.command("FLUSHALL");
    const seat = await seatOf();
    await system.redis.command("CONFIG", "SET", "maxmemory", String(118 * mib));
    await system.redis.command("SETRANGE", "other", String(55 * mib), "x");
    const large = Buffer.alloc(5 * mib, 3);
    const [small, refused] = [await upload(seat, png), await upload(seat, large)];
    await system.redis.command("DEL", "other");
    const later = await upload(seat, large);
    await system.redis.command("CONFIG", "SET", "maxmemory", "0");
    expect([small.status, later.status]).toEqual([201, 201]);
    expect(refused).toEqual({ status: 503, error: "busy", retry_ms: 1_000 });
  });

  test("Redis is away: come again later", async () => {
    const seat = await seatOf();
    system.redis.freeze();
    const answer = await upload(seat, png).finally(() => system.redis.wake());
    expect(answer).toEqual({ status: 503, error: "storage_unavailable", retry_ms: 1_000 });
    await expect.poll(async () => (await upload(seat, png)).status, { timeout: 10_000 }).toBe(201);
  });

  test("the end of the room takes its files, also those that were never sent", async () => {
    const [ada, bob] = (await pair()) as [Assignment, Assignment];
    const one = await joinRaw(system, ada);
    const other = await joinRaw(system, bob);
    const { file } = await upload(ada, png);
    await upload(bob, Buffer.from("never sent"));
    resultOf(await one.client.call("leave", {}));
    await other.client.closed;
    expect(await keysOf(ada.room)).not.toMatch(/:file/);
    const ended = { error: "room_ended", reason: "left", by: ada.seat };
    const fetched = await ask({ token: bob.token, path: `/${file}` });
    expect([fetched.status, await fetched.json()]).toEqual([410, ended]);
    expect(await upload(bob, png)).toEqual({ status: 410, ...ended });
  });
});

test("metrics tell what came, what went, and with what answer", async () => {
  const { token } = await seatOf();
  const metric = (name: string) => system.metric("node-0", name);
  const [came, stored] = [
    await metric('parley_file_bytes_total{direction="in"}'),
    await metric('parley_file_answers_total{status="201"}'),
  ];
  await ask({ token, body: png });
  expect(await metric('parley_file_bytes_total{direction="in"}')).toBe(came + png.length);
  expect(await metric('parley_file_answers_total{status="201"}')).toBe(stored + 1);
});
