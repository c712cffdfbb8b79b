// Images, files and filtered words with the client library and real services: what a page builds on, through deaths too.
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Message, Upload } from "@parley-chat/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { System } from "../support/system.ts";
import { twoStrangers, type User } from "../support/user.ts";

const folder = mkdtempSync(join(tmpdir(), "parley-client-files-"));
writeFileSync(join(folder, "en.txt"), "darn\n");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const generous = { "limits.seeks_per_address_per_minute": 1000 };
const png = Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), randomBytes(100_000)]);

const last = ({ chat }: User) => chat?.transcript.at(-1) as Message;
const bytesOf = async ({ chat }: User, message: Message): Promise<Buffer> =>
  Buffer.from((await (await chat?.fileOf(message))?.arrayBuffer()) ?? new ArrayBuffer(0));
const failure = (upload: unknown) => (upload as Upload).sent.catch((error) => error);

describe("with two nodes", () => {
  const system = new System({ nodes: 2, matchmaker: generous });
  beforeAll(() => system.start());
  afterAll(() => system.stop());

  test("an image and a file arrive with their bytes, between texts, and are gone with the room", async () => {
    const [ada, bob] = await twoStrangers(system);
    ada.say("look");
    const told: number[] = [];
    const onProgress = (fraction: number) => told.push(fraction);
    ada.chat?.sendImage(new Blob([png]), { width: 640, height: 480, onProgress });
    await bob.hears(2);
    expect(last(bob).image).toMatchObject({ size: png.length, width: 640, height: 480 });
    expect((await bytesOf(bob, last(bob))).equals(png)).toBe(true);
    expect(told).toEqual([0, 1]);
    const large = randomBytes(5 * 1024 * 1024);
    ada.chat?.sendFile(new Blob([large]), { name: "plans.bin" });
    await bob.hears(3);
    expect(last(bob).file).toMatchObject({ size: large.length, name: "plans.bin" });
    expect((await bytesOf(bob, last(bob))).equals(large)).toBe(true);
    await ada.allDelivered();
    expect(last(ada).status).toBe("delivered");
    ada.chat?.leave();
    await bob.until("it ends", () => bob.chat?.ended !== null);
    await expect(bob.chat?.fileOf(last(bob))).rejects.toMatchObject({ code: "room_ended" });
  });

  test("what is too long is told with the limit, and holds up nothing", async () => {
    const [ada, bob] = await twoStrangers(system);
    const limit = 5 * 1024 * 1024;
    const upload = ada.chat?.sendFile(new Blob([randomBytes(limit + 1)]), { name: "a" });
    ada.say("meanwhile");
    expect(await failure(upload)).toMatchObject({ code: "too_long", limit });
    await bob.hears(1);
    expect(bob.heard).toEqual(["meanwhile"]);
    ada.chat?.leave();
  });

  test("a node that is killed between the upload and its message costs neither", async () => {
    const [ada, bob] = await twoStrangers(system);
    const owner = await system.ownerOf(ada.chat?.room ?? "");
    const { http } = ada;
    ada.http = async (request) => {
      const answer = await http(request);
      if (request.method === "POST") await system.service(owner).kill();
      return answer;
    };
    ada.chat?.sendImage(new Blob([png]), { width: 640, height: 480 });
    await bob.hears(1);
    expect((await bytesOf(bob, last(bob))).equals(png)).toBe(true);
    await ada.allDelivered();
    ada.chat?.leave();
    await system.restart(owner);
  });

  test("Redis loses all before the message is delivered: it arrives with its bytes", async () => {
    const [ada, bob] = await twoStrangers(system);
    bob.network.goAway();
    ada.chat?.sendFile(new Blob([png]), { name: "me.png" });
    await ada.until(
      "one tick",
      () => ada.chat?.transcript.length === 1 && last(ada).status === "stored",
    );
    await system.redis.restartEmpty();
    bob.network.comeBack();
    await bob.hears(1);
    expect(last(bob).file?.name).toBe("me.png");
    expect((await bytesOf(bob, last(bob))).equals(png)).toBe(true);
    await ada.allDelivered();
  });
});

describe("with a list of words", () => {
  const system = new System({
    matchmaker: generous,
    node: { "filter.lists": `en=${join(folder, "en.txt")}` },
  });
  beforeAll(() => system.start());
  afterAll(() => system.stop());

  test("both read what is stored, and the sender sees that it was changed", async () => {
    const [ada, bob] = await twoStrangers(system);
    ada.say("darn it");
    await bob.hears(1);
    expect(last(bob).text).toBe("**** it");
    await ada.until("is filtered", () => last(ada).filtered);
    expect(last(ada)).toMatchObject({ text: "**** it", filtered: true });
    ada.chat?.rename("Darn Ada");
    await ada.until("is renamed", () => ada.chat?.name === "**** Ada");
    await bob.until("hears of it", () => bob.chat?.partner.name === "**** Ada");
    ada.reload();
    await ada.connected();
    expect(last(ada)).toMatchObject({ text: "**** it", filtered: true });
    expect(ada.chat?.name).toBe("**** Ada");
  });
});
