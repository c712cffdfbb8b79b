// Reports and blocks on real processes: what a visitor can do about another, and what the operator then reads.
import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Assignment, assignmentOf, assignTwo, joinRaw, seekRaw } from "../support/pair.ts";
import { enterRoom } from "../support/place.ts";
import { errorOf, RawClient, resultOf } from "../support/raw_client.ts";
import { programs, System } from "../support/system.ts";

const generous = { "limits.seeks_per_address_per_minute": 1000 };
const dir = mkdtempSync(join(tmpdir(), "parley-reports-"));
const safety = { "safety.report_key_file": join(dir, "reports.pub") };
const system = new System({
  // Rooms go to node-0, also while the registry lists another node that has gone.
  matchmaker: { ...generous, ...safety, "pairing.node_choice": "packed" },
  node: { ...safety, "room.move_interval_ms": 0 },
});

async function reports(...words: string[]): Promise<string[]> {
  const run = promisify(execFile)(join(programs, "parley-reports"), words);
  return (await run).stdout.split("\n").filter((line) => line !== "");
}

async function opened(room: string, seat: number | string): Promise<unknown> {
  const port = `--redis.port=${system.redis.port}`;
  const [line] = await reports("open", join(dir, "reports.key"), room, String(seat), port);
  return JSON.parse(line ?? "");
}

// As in a cluster: the key by standard input, and where Redis is by the environment.
function openedAtDesk(room: string, seat: number): unknown {
  const words = ["open", "-", room, String(seat)];
  const input = readFileSync(join(dir, "reports.key"));
  const env = { PARLEY_REDIS__PORT: String(system.redis.port) };
  return JSON.parse(
    String(spawnSync(join(programs, "parley-reports"), words, { input, env }).stdout),
  );
}

beforeAll(async () => {
  await reports("new-key", dir);
  await system.start();
});

afterAll(async () => {
  await system.stop();
  rmSync(dir, { recursive: true });
});

async function atMatchmaker(method: string, params: object) {
  const client = await RawClient.open(system.route("/match"));
  const answer = await client.call(method, params);
  await client.close();
  return answer;
}

// Both have joined, and the first has said this.
async function talk(words: string) {
  const [first, second] = (await assignTwo(system)) as [Assignment, Assignment];
  const one = (await joinRaw(system, first)).client;
  const other = (await joinRaw(system, second)).client;
  resultOf(await one.call("send", { seq: 1, kind: "text", body: words }));
  return { first, second, one, other };
}

describe("a report", () => {
  test("during the talk is kept with what was said, and only the operator's key opens it", async () => {
    const { first, second, one, other } = await talk("I know where you live");
    const words = "He knows where I live!";
    expect(resultOf(await other.call("report", { reason: "threat", words }))).toEqual({});
    expect(resultOf(await other.call("report", { reason: "spam" }))).toEqual({});

    const list = await reports("list", `--redis.port=${system.redis.port}`);
    expect(list.filter((line) => line.includes(first.room))).toEqual([
      expect.stringMatching(new RegExp(`^2.*Z ${first.room} ${second.seat}$`)),
    ]);
    const key = `report:{${first.room}}:${second.seat}`;
    const kept = await system.redis.command("GET", key);
    for (const secret of [words, "where", first.room]) expect(kept).not.toContain(secret);
    expect(await system.redis.command("PTTL", key)).toMatch(/^:2591\d{6}\r\n$/);
    expect(await opened(first.room, second.seat)).toMatchObject({
      room: first.room,
      by: second.seat,
      reason: "threat",
      words,
      entries: [{ from: first.seat, seq: 1, kind: "text", body: "I know where you live" }],
    });
    expect(openedAtDesk(first.room, second.seat)).toEqual(await opened(first.room, second.seat));
    await Promise.all([one.close(), other.close()]);
  });

  test("of each other in a named room is kept, and each once", async () => {
    const ada = await enterRoom(system, "The Yard", "Ada");
    const bob = await enterRoom(system, "The Yard", "Bob");
    const cyd = await enterRoom(system, "The Yard", "Cyd");
    resultOf(await bob.client.call("send", { seq: 1, kind: "text", body: "go away" }));
    const { room, seat } = ada.place;
    for (const { place } of [bob, cyd, bob]) {
      const report = { reason: place === bob.place ? "abuse" : "spam", about: place.seat };
      expect(resultOf(await ada.client.call("report", report))).toEqual({});
    }
    const list = await reports("list", `--redis.port=${system.redis.port}`);
    expect(list.filter((line) => line.includes(room))).toHaveLength(2);
    for (const [{ place }, reason] of [[bob, "abuse"] as const, [cyd, "spam"] as const]) {
      const kept = await opened(room, `${seat}-${place.seat}`);
      expect(kept).toMatchObject({ by: seat, about: place.seat, reason });
    }
    // At a matchmaker, which does not know who was there: not of everybody who comes to mind.
    for (let about = 1; about <= 60; about += 1) {
      const report = { token: bob.place.token, reason: "spam", about };
      expect(resultOf(await atMatchmaker("report", report))).toEqual({});
    }
    const all = await reports("list", `--redis.port=${system.redis.port}`);
    expect(all.filter((line) => line.includes(` ${bob.place.seat}-`))).toHaveLength(50);
    await Promise.all([ada, bob, cyd].map(({ client }) => client.close()));
  });

  test("after the end still finds what was said, though the log is gone", async () => {
    const { first, second, one, other } = await talk("and now I go");
    await one.call("leave", {});
    await other.notification("ended");
    expect(await system.redis.command("EXISTS", `room:{${first.room}}`)).toBe(":0\r\n");
    const report = { token: second.token, reason: "other" };
    expect(resultOf(await atMatchmaker("report", report))).toEqual({});
    expect(await opened(first.room, second.seat)).toMatchObject({
      reason: "other",
      words: "",
      entries: [{ from: first.seat, body: "and now I go" }],
    });
  });

  test("is too late when nothing is left of the room", async () => {
    const { first, one, other } = await talk("long ago");
    await one.call("leave", {});
    await other.notification("ended");
    expect(await system.redis.command("DEL", `room:{${first.room}}:sealed`)).toBe(":1\r\n");
    const answer = await atMatchmaker("report", { token: first.token, reason: "abuse" });
    expect(errorOf(answer)).toMatchObject({ message: "no_such_room" });
  });

  test("after an end at which Redis did not give the log is too late, and the node says so", async () => {
    const { first, one, other } = await talk("never copied");
    const metric = "parley_sealed_copies_missed_total";
    const before = await system.metric(first.node, metric);
    await system.redis.command("SET", `room:{${first.room}}`, "no log at all");
    await one.call("leave", {});
    await other.notification("ended");
    const { room } = first;
    await system.service(first.node).logged("a room ends without its sealed copy", { room });
    expect(await system.metric(first.node, metric)).toBe(before + 1);
    const answer = await atMatchmaker("report", { token: first.token, reason: "abuse" });
    expect(errorOf(answer)).toMatchObject({ message: "no_such_room" });
  });

  test("is refused where the operator takes none, and nothing of a talk stays", async () => {
    await system.add("chat-node", "node-9", { "safety.report_key_file": "" });
    const { first, second } = await talk("elsewhere");
    const off = { ...first, node: "node-9" };
    const client = (await joinRaw(system, off, { claim: true, epoch: 1, opened: true })).client;
    expect(errorOf(await client.call("report", { reason: "spam" }))).toMatchObject({
      message: "reports_off",
    });
    resultOf(await client.call("leave", {}));
    expect(await system.redis.command("EXISTS", `room:{${first.room}}:sealed`)).toBe(":0\r\n");
    const answer = await atMatchmaker("report", { token: second.token, reason: "spam" });
    expect(errorOf(answer)).toMatchObject({ message: "no_such_room" });
    await system.service("node-9").terminate();
  });

  test("needs the right key: another opens nothing and says so", async () => {
    const other = mkdtempSync(join(tmpdir(), "parley-reports-"));
    await reports("new-key", other);
    const { first, second, one } = await talk("x");
    await atMatchmaker("report", { token: second.token, reason: "spam" });
    const open = reports(
      "open",
      join(other, "reports.key"),
      first.room,
      String(second.seat),
      `--redis.port=${system.redis.port}`,
    );
    await expect(open).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining("not for this key"),
    });
    rmSync(other, { recursive: true });
    await one.close();
  });
});

describe("a block", () => {
  test("keeps two apart for good, and from nobody else", async () => {
    const wish = { language: "fr" }; // a pool of their own
    const names = ["Ada", "Bob"];
    const sessions: string[] = [];
    const seeking = [];
    for (const name of names) {
      const client = await RawClient.open(system.route("/match"));
      const found = await client.call("seek", { ...wish, attempt: 1, name });
      sessions.push(String(resultOf(found).session));
      seeking.push(client);
    }
    const met = await Promise.all(seeking.map((client) => assignmentOf(client)));
    expect(resultOf(await atMatchmaker("block", { token: met[0]?.token }))).toEqual({});

    const waiting = [];
    for (const [i, name] of names.entries())
      waiting.push(await seekRaw(system, { ...wish, name, attempt: 2, session: sessions[i] }));
    for (const name of ["Carol", "Dave"]) waiting.push(await seekRaw(system, { ...wish, name }));
    const partners = await Promise.all(
      waiting.map(async (client) => (await assignmentOf(client)).partner.name),
    );
    expect(names).not.toContain(partners[0]);
    expect(names).not.toContain(partners[1]);
    await Promise.all([...seeking, ...waiting].map((client) => client.close()));
  });

  test("is refused when nobody knows any more who sat there", async () => {
    const [first] = (await assignTwo(system)) as [Assignment, Assignment];
    await system.redis.command("DEL", `sat:{pairing}:${first.room}`);
    const answer = await atMatchmaker("block", { token: first.token });
    expect(errorOf(answer)).toMatchObject({ message: "no_such_room" });
    expect(errorOf(await atMatchmaker("block", { token: "forged" }))).toMatchObject({
      message: "token_invalid",
    });
  });
});
