// DESIGN section 9: every limit and every malformed input is answered as docs/protocol.md says, and nobody else notices.

import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { assignTwo, joinRaw, joinTwo, seekRaw } from "../support/pair.ts";
import { errorOf, HandshakeRefused, paramsOf, RawClient, resultOf } from "../support/raw_client.ts";
import { System } from "../support/system.ts";

const limits = { "limits.frames_burst": 60, "limits.frames_per_second": 10 };
const seeks = { "limits.seeks_per_address_per_minute": 400 };
const system = new System({ node: limits, matchmaker: { ...limits, ...seeks } });

beforeAll(() => system.start());
afterAll(() => system.stop());

// After whatever a test did, a fresh pair talks on the same processes.
afterEach(async () => {
  const { ada, bob } = await joinTwo(system);
  const stored = resultOf(await ada.call("send", { seq: 1, kind: "text", body: "still here" }));
  expect(stored.id).toMatch(/^\d+-\d+$/);
  expect(paramsOf(await bob.notification("entry"))).toMatchObject({
    from: 1,
    seq: 1,
    body: "still here",
  });
  resultOf(await ada.call("leave", {}));
  await Promise.all([ada.close(), bob.close()]);
});

const doors = [
  ["matchmaker", () => system.route("/match")],
  ["chat-node", () => system.route("/node/node-0/ws")],
] as const;

async function status(opening: Promise<RawClient>): Promise<number> {
  const outcome = await opening.catch((error: unknown) => error);
  return outcome instanceof HandshakeRefused ? outcome.status : 101;
}

describe.each(doors)("at the %s", (_name, door) => {
  test.each([
    ["not JSON", "{nope"],
    ["a bare word", "hello"],
    ["JSON nested beyond reason", `${"[".repeat(5000)}${"]".repeat(5000)}`],
  ])("%s is answered and the connection closed as a protocol error", async (_what, frame) => {
    const client = await RawClient.open(door());
    client.say(frame);
    expect(errorOf(await client.next((each) => "error" in each)).code).toBe(-32700);
    expect((await client.closed).code).toBe(4201);
  });

  test.each([
    ["a number instead of an object", "42"],
    ["a batch", "[]"],
    ["no jsonrpc member", '{"id":1,"method":"sync","params":{"t0":1}}'],
    ["an id that is an object", '{"jsonrpc":"2.0","id":{},"method":"sync","params":{"t0":1}}'],
  ])("%s is an invalid request, and the connection goes on", async (_what, frame) => {
    const client = await RawClient.open(door());
    client.say(frame);
    expect(errorOf(await client.next((each) => "error" in each)).code).toBe(-32600);
    client.say(frame);
    expect(errorOf(await client.next((each) => "error" in each)).code).toBe(-32600);
    await client.close();
  });

  test("a binary frame is refused with 1003", async () => {
    const client = await RawClient.open(door());
    client.say(Buffer.from([1, 2, 3]));
    expect((await client.closed).code).toBe(1003);
  });

  test("a frame beyond 65,536 bytes is refused with 1009", async () => {
    const client = await RawClient.open(door());
    client.say("x".repeat(65_537));
    expect((await client.closed).code).toBe(1009);
  });

  test("without the subprotocol the handshake is answered 400", async () => {
    const { default: WebSocket } = await import("ws");
    const answer = await new Promise<number>((resolve) => {
      const socket = new WebSocket(door());
      socket.on("error", () => {});
      socket.once("unexpected-response", (_request, response) => resolve(response.statusCode ?? 0));
      socket.once("open", () => resolve(101));
    });
    expect(answer).toBe(400);
  });

  test("a foreign origin is answered 403, the own one is let in", async () => {
    expect(await status(RawClient.open(door(), { origin: "https://evil.example" }))).toBe(403);
    const own = await RawClient.open(door(), { origin: `http://${new URL(door()).host}` });
    await own.close();
  });

  test("an unknown path is answered 404", async () => {
    expect(await status(RawClient.open(`${door()}/nowhere`))).toBe(404);
  });

  test.each([
    ["nonsense", "\0\x01\x02 rubbish \r\n\r\n"],
    ["an HTTP request without a path", "GET\r\n\r\n"],
    [
      "a chunked POST",
      "POST /match HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    ],
    ["a header that never ends", `GET / HTTP/1.1\r\nX: ${"y".repeat(200_000)}`],
  ])("%s on the socket ends that connection only", async (_what, bytes) => {
    const { hostname, port } = new URL(door());
    await new Promise<void>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => socket.write(bytes, "latin1"));
      socket.on("error", () => {});
      socket.on("data", () => {});
      socket.on("close", () => resolve());
      socket.setTimeout(8_000, () => {
        reject(new Error("left open"));
        socket.destroy();
      });
    });
  });

  test("too many frames are refused with the time to wait, then served again", async () => {
    const client = await RawClient.open(door());
    const method = door().endsWith("/match") ? "cancel" : "sync";
    const params = { attempt: 9, t0: 1 };
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => client.call(method, params)),
    );
    const refused = answers.map(errorOf).filter((error) => error.code === -32006);
    expect(refused.length).toBeGreaterThan(20);
    expect(refused[0]?.data).toMatchObject({ retry_ms: expect.any(Number) });
    await client.close();
  });

  test("who never stops is closed with rate_limited", async () => {
    const client = await RawClient.open(door());
    for (let i = 0; i < 600; ++i)
      client.say('{"jsonrpc":"2.0","id":1,"method":"sync","params":{"t0":1}}');
    expect((await client.closed).code).toBe(4007);
  });
});

describe("at the matchmaker", () => {
  test.each([
    ["an unknown method", "fly", {}, { code: -32601 }],
    ["a missing language", "seek", { attempt: 1 }, { code: -32602, data: { param: "language" } }],
    ["a language not served", "seek", { language: "tlh", attempt: 1 }, { code: -32014 }],
    [
      "a wrong type",
      "seek",
      { language: 5, attempt: 1 },
      { code: -32602, data: { param: "language" } },
    ],
    [
      "attempt 0",
      "seek",
      { language: "en", attempt: 0 },
      { code: -32602, data: { param: "attempt" } },
    ],
    [
      "nine interests",
      "seek",
      { language: "en", attempt: 1, interests: [..."abcdefghi"] },
      { code: -32005, data: { param: "interests", limit: 8 } },
    ],
    [
      "a long interest",
      "seek",
      { language: "en", attempt: 1, interests: ["x".repeat(31)] },
      { code: -32005, data: { param: "interests", limit: 30 } },
    ],
    [
      "a long name",
      "seek",
      { language: "en", attempt: 1, name: "ü".repeat(41) },
      { code: -32005, data: { param: "name", limit: 40 } },
    ],
    [
      "a forged session",
      "seek",
      { language: "en", attempt: 1, session: "a.b.c" },
      { code: -32002 },
    ],
    ["a cancel of nothing", "cancel", { attempt: 7 }, { code: -32013 }],
    ["a resume without a token", "resume", {}, { code: -32602, data: { param: "token" } }],
    ["a resume with a forged token", "resume", { token: "x.y.z" }, { code: -32002 }],
  ])("%s is answered with its error", async (_what, method, params, error) => {
    const client = await RawClient.open(system.route("/match"));
    expect(errorOf(await client.call(method, params))).toMatchObject(error);
    await client.close();
  });

  test("a name of 40 characters that take 120 bytes is served", async () => {
    const client = await seekRaw(system, { language: "de", name: "語".repeat(40) });
    expect(paramsOf(await client.notification("waiting"))).toMatchObject({
      attempt: 1,
      nodes: true,
    });
    await client.close();
  });
});

describe("at the chat-node", () => {
  test("only sync may come before join", async () => {
    const client = await RawClient.open(system.route("/node/node-0/ws"));
    expect(resultOf(await client.call("sync", { t0: 5 }))).toMatchObject({ t0: 5 });
    expect(errorOf(await client.call("send", { seq: 1, kind: "text", body: "x" })).code).toBe(
      -32001,
    );
    expect((await client.closed).code).toBe(4201);
  });

  test("who does not join is closed at the deadline", async () => {
    const client = await RawClient.open(system.route("/node/node-0/ws"));
    expect((await client.closed).code).toBe(4006);
  });

  test("a forged, an altered, an unsigned and an expired token are refused for good", async () => {
    const [mine] = await assignTwo(system);
    const [head, body, signature] = mine.token.split(".") as [string, string, string];
    const claims = JSON.parse(Buffer.from(body, "base64url").toString());
    const pack = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const other = pack({ ...claims, seat: 3 - claims.seat });
    const expired = pack({ ...claims, iat: 1, exp: 2 });
    const secret = Buffer.from(readFileSync(system.keysFile, "utf8").trim(), "hex");
    const sign = (text: string) => createHmac("sha256", secret).update(text).digest("base64url");
    const cases: Array<[string, number, number]> = [
      ["not.a.token", -32002, 4202],
      [`${head}.${other}.${signature}`, -32002, 4202],
      [`${pack({ alg: "none", typ: "JWT" })}.${body}.`, -32002, 4202],
      [`${head}.${expired}.${sign(`${head}.${expired}`)}`, -32003, 4101],
    ];
    for (const [token, code, close] of cases) {
      const client = await RawClient.open(system.route("/node/node-0/ws"));
      expect(
        errorOf(await client.call("join", { token, applied: {}, next: 1, epoch: 0 })).code,
      ).toBe(code);
      expect((await client.closed).code).toBe(close);
    }
  });

  test("the right to sit is not the right to somebody else's session", async () => {
    const client = await seekRaw(system);
    client.cut();
    const [mine] = await assignTwo(system);
    const next = await RawClient.open(system.route("/match"));
    const wrong = await next.call("seek", { language: "en", attempt: 1, session: mine.token });
    expect(errorOf(wrong).code).toBe(-32002);
    await next.close();
  });

  test.each([
    [
      "text of 4,001 characters",
      { seq: 1, kind: "text", body: "é".repeat(4001) },
      { code: -32005, data: { param: "body", limit: 4000 } },
    ],
    [
      "an empty text",
      { seq: 1, kind: "text", body: "" },
      { code: -32602, data: { param: "body" } },
    ],
    [
      "an unknown kind",
      { seq: 1, kind: "hologram", body: "x" },
      { code: -32602, data: { param: "kind" } },
    ],
    ["seq 0", { seq: 0, kind: "text", body: "x" }, { code: -32602, data: { param: "seq" } }],
    ["a fraction", { seq: 1.5, kind: "text", body: "x" }, { code: -32602, data: { param: "seq" } }],
    [
      "a seq beyond a hole",
      { seq: 3, kind: "text", body: "x" },
      { code: -32004, data: { expected: 1 } },
    ],
  ])("%s is refused by name and the next word is taken", async (_what, params, error) => {
    const { ada, bob } = await joinTwo(system);
    expect(errorOf(await ada.call("send", params))).toMatchObject(error);
    resultOf(await ada.call("send", { seq: 1, kind: "text", body: "right" }));
    expect(paramsOf(await bob.notification("entry"))).toMatchObject({ seq: 1, body: "right" });
    resultOf(await ada.call("leave", {}));
  });

  test("4,000 characters of four bytes each arrive whole", async () => {
    const { ada, bob } = await joinTwo(system);
    const body = "𝄞".repeat(4000);
    resultOf(await ada.call("send", { seq: 1, kind: "text", body }));
    expect(paramsOf(await bob.notification("entry")).body).toBe(body);
    resultOf(await ada.call("leave", {}));
  });

  test("a seq stored before is answered again, not relayed again", async () => {
    const { ada, bob } = await joinTwo(system);
    const first = resultOf(await ada.call("send", { seq: 1, kind: "text", body: "once" }));
    const again = resultOf(await ada.call("send", { seq: 1, kind: "text", body: "once" }));
    expect(again).toMatchObject({ again: true, id: first.id });
    resultOf(await ada.call("send", { seq: 2, kind: "text", body: "twice" }));
    const heard = [await bob.notification("entry"), await bob.notification("entry")].map(paramsOf);
    expect(heard.map((entry) => entry.seq)).toEqual([1, 2]);
    resultOf(await ada.call("leave", {}));
  });

  test("a receipt for what was never said is cut down to what was", async () => {
    const { ada, bob } = await joinTwo(system);
    resultOf(await ada.call("send", { seq: 1, kind: "text", body: "one" }));
    bob.notify("received", { applied: { "1": 999 } });
    expect(paramsOf(await ada.notification("delivered"))).toEqual({ by: 2, applied: { "1": 1 } });
    resultOf(await ada.call("leave", {}));
  });

  test("a second join on a joined connection is out of turn", async () => {
    const [mine] = await assignTwo(system);
    const { client } = await joinRaw(system, mine);
    const again = await client.call("join", { token: mine.token, applied: {}, next: 1, epoch: 0 });
    expect(errorOf(again).code).toBe(-32600);
    client.cut();
  });
});
