// The words filter on real processes: what is stored is what all read, whatever becomes of the hook, the answer or the node.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Hook, shout } from "../support/hook.ts";
import { type Assignment, assignTwo, joinRaw, joinTwo } from "../support/pair.ts";
import { errorOf, type Frame, paramsOf, type RawClient, resultOf } from "../support/raw_client.ts";
import { Service } from "../support/service.ts";
import { programs, System } from "../support/system.ts";

const generous = { "limits.seeks_per_address_per_minute": 1000 };
const dir = mkdtempSync(join(tmpdir(), "parley-words-"));
const list = join(dir, "en.txt");
writeFileSync(list, "# mild ones\ndarn\nheck no\n");
const lists = { "filter.lists": `en=${list}` };

afterAll(() => rmSync(dir, { recursive: true, force: true }));

const text = (seq: number, body: string) => ({ seq, kind: "text", body });
const hears = async (client: RawClient) => paramsOf(await client.notification("entry"));

async function send(client: RawClient, said: object): Promise<Frame> {
  return resultOf(await client.call("send", said));
}

describe("with a list of words", () => {
  const system = new System({ matchmaker: generous, node: lists });
  beforeAll(() => system.start());
  afterAll(() => system.stop());

  test("both sides read the same: texts, edits, names and names of files", async () => {
    const { ada, bob } = await joinTwo(system);
    const edit = { seq: 2, kind: "edit", of: 1, body: "Heck, no!" };
    const file = { id: "0".repeat(32), size: 3, name: "darn.txt" };
    expect(await send(ada, text(1, "Darn it"))).toMatchObject({ body: "**** it" });
    expect(await send(ada, edit)).toMatchObject({ body: "****, **!" });
    expect(await send(ada, { seq: 3, kind: "file", file })).toMatchObject({ body: "****.txt" });
    expect(await send(ada, text(4, "fine"))).not.toHaveProperty("body");
    for (const body of ["**** it", "****, **!"]) expect(await hears(bob)).toMatchObject({ body });
    expect(await hears(bob)).toMatchObject({ file: { ...file, name: "****.txt" } });
    resultOf(await ada.call("rename", { name: "Darn Ada" }));
    for (const each of [ada, bob]) {
      expect(paramsOf(await each.notification("renamed"))).toEqual({ by: 1, name: "**** Ada" });
    }
    const counted = 'parley_filtered_total{language="en",how="list"}';
    expect(await system.metric("node-0", counted)).toBe(4);
    expect(system.service("node-0").lines.join("\n")).not.toMatch(/darn|heck/i);
    await Promise.all([ada.close(), bob.close()]);
  });

  test("who lost the answer reads it on the way back, also from a node that was killed", async () => {
    const [first, second] = (await assignTwo(system)) as [Assignment, Assignment];
    const one = await joinRaw(system, first);
    const other = await joinRaw(system, second);
    void one.client.call("send", text(1, "darn")).catch(() => {});
    expect(await hears(other.client)).toMatchObject({ seq: 1, body: "****" });
    one.client.cut();
    const filtered = [{ seq: 1, body: "****" }];
    const back = await joinRaw(system, first, { epoch: 1, opened: true });
    expect(back.joined).toMatchObject({ accepted: 1, filtered });
    expect(await send(back.client, text(1, "darn"))).toMatchObject({ again: true, body: "****" });

    await system.service(first.node).kill();
    await system.restart(first.node);
    const again = await joinRaw(system, first, { epoch: 1, opened: true });
    expect(again.joined).toMatchObject({ accepted: 1, filtered });
    again.client.cut();
    // Once it is out of the outbox, nobody asks for it any more.
    const later = await joinRaw(system, first, { next: 2, epoch: 2, opened: true });
    expect(later.joined).not.toHaveProperty("filtered");
    await later.client.close();
  });
});

describe.each(["pass", "hold"] as const)("with a hook, and %s when it fails", (then) => {
  let hook: Hook;
  let system: System;
  beforeAll(async () => {
    hook = await Hook.start();
    const node = {
      ...lists,
      "filter.hook": hook.url,
      "filter.on_failure": then,
      "filter.deadline_ms": 1_500,
    };
    system = await new System({ matchmaker: generous, node }).start();
  });
  beforeEach(() => {
    hook.manner = shout;
    hook.questions.length = 0;
  });
  afterAll(async () => {
    await system.stop();
    await hook.close();
  });

  const failures = () => system.metric("node-0", `parley_filter_failures_total{then="${then}"}`);

  test("what it answers is what is stored, in the order in which it was said", async () => {
    const { ada, bob } = await joinTwo(system);
    const answers = [text(1, "one"), { seq: 2, kind: "delete", of: 1 }, text(3, "darn")].map(
      (said) => send(ada, said),
    );
    for (const seq of [1, 2, 3]) expect(await hears(bob)).toMatchObject({ seq });
    const [one, , three] = await Promise.all(answers);
    expect([one?.body, three?.body]).toEqual(["ONE", "****"]);
    expect(hook.questions[0]).toEqual({ room_language: "en", texts: ["one"] });
    await Promise.all([ada.close(), bob.close()]);
  });

  const troubles: Array<[string, Hook["manner"]]> = [
    ["too late", () => undefined],
    ["broken", () => 500],
    ["talking about something else", () => ["one", "too many"]],
  ];
  test.each(troubles)("a hook that is %s", async (_name, manner) => {
    const { ada, bob } = await joinTwo(system);
    const before = await failures();
    hook.manner = manner;
    const answer = await ada.call("send", text(1, "oh darn"));
    if (then === "hold") {
      expect(errorOf(answer)).toMatchObject({ message: "held", data: { retry_ms: 1000 } });
      hook.manner = shout;
      expect(await send(ada, text(1, "oh darn"))).toMatchObject({ body: "OH ****" });
      expect(await hears(bob)).toMatchObject({ seq: 1, body: "OH ****" });
    } else {
      expect(resultOf(answer)).toMatchObject({ body: "oh ****" });
      expect(await hears(bob)).toMatchObject({ seq: 1, body: "oh ****" });
    }
    expect(await failures()).toBe(before + 1);
    await Promise.all([ada.close(), bob.close()]);
  });

  test("a hook that leaves nothing of a text: all of it is covered, and it goes its way", async () => {
    const { ada, bob } = await joinTwo(system);
    hook.manner = () => [""];
    expect(await send(ada, text(1, "oh dear"))).toMatchObject({ body: "*******" });
    expect(await hears(bob)).toMatchObject({ seq: 1, body: "*******" });
    await Promise.all([ada.close(), bob.close()]);
  });

  test("a hook that is down and comes back: each message arrives once, in order", async () => {
    const { ada, bob } = await joinTwo(system);
    const before = await failures();
    await hook.close();
    const said = ["one", "two", "three"].map((body, at) => text(at + 1, body));
    const first = await Promise.all(said.map((each) => ada.call("send", each)));
    expect(await failures()).toBeGreaterThan(before);
    await hook.open();
    if (then === "hold") {
      for (const each of first) expect(errorOf(each)).toMatchObject({ message: /held|gap/ });
      for (const each of said) await send(ada, each);
    }
    const expected = said.map(({ seq, body }) => ({
      seq,
      body: then === "hold" ? body.toUpperCase() : body,
    }));
    for (const each of expected) expect(await hears(bob)).toMatchObject(each);
    await Promise.all([ada.close(), bob.close()]);
  });

  test("a node that dies while the hook is asked: what comes again is asked again, and stored once", async () => {
    const [first, second] = (await assignTwo(system)) as [Assignment, Assignment];
    const one = await joinRaw(system, first);
    await joinRaw(system, second);
    hook.manner = () => undefined;
    void one.client.call("send", text(1, "hello")).catch(() => {});
    await hook.asked(1);
    await system.service(first.node).kill();
    hook.manner = shout;
    await system.restart(first.node);
    const back = await joinRaw(system, first, { epoch: 1, opened: true });
    expect(back.joined).toMatchObject({ accepted: 0 });
    const other = await joinRaw(system, second, { epoch: 1, opened: true });
    expect(await send(back.client, text(1, "hello"))).toMatchObject({ body: "HELLO" });
    expect(await send(back.client, text(2, "there"))).toMatchObject({ body: "THERE" });
    expect(await hears(other.client)).toMatchObject({ seq: 1, body: "HELLO" });
    expect(await hears(other.client)).toMatchObject({ seq: 2, body: "THERE" });
    await Promise.all([back.client.close(), other.client.close()]);
  });
});

describe("a filter that cannot be", () => {
  const keys = join(dir, "keys");
  const broken = join(dir, "broken.txt");
  const redis = new System({ matchmakers: 0, nodes: 0 });
  let node: Service | undefined;
  beforeAll(async () => {
    writeFileSync(keys, `${"ab".repeat(32)}\n`, { mode: 0o600 });
    writeFileSync(broken, "darn\n...\n");
    await redis.start();
  });
  afterEach(() => node?.kill());
  afterAll(() => redis.stop());

  test.each([
    ["filter.lists=en", "must be language=path"],
    ["filter.lists=en=/no/such/file", "filter.lists: cannot read /no/such/file"],
    [`filter.lists=en=${broken}`, `filter.lists: ${broken}:2: must be a word`],
    ["filter.hook=https://example/", "must be http://host:port/path"],
    ["filter.on_failure=drop", "filter.on_failure"],
  ])("stops the node at its start: %s", async (flag, words) => {
    const args = [`--${flag}`, `--tokens.keys_file=${keys}`, `--redis.port=${redis.redis.port}`];
    node = new Service("node", join(programs, "parley-chat-node"), [...args, "--listen.port=0"]);
    expect(await node.exit).toEqual({ code: 2, signal: null });
    expect(node.lines.join("\n")).toContain(words);
  });
});
