// Stories of images and files while the services are slow, silent or gone: nothing is done twice at once, nothing waits
// without end, and everybody hears why.
import { expect, test } from "vitest";
import type { Message, ParleyError, Upload } from "../src/index.js";
import { Bytes, error, idOf } from "./support/file_store.js";
import type { Person } from "./support/person.js";
import { World } from "./support/world.js";

const last = ({ chat }: Person) => chat?.transcript.at(-1) as Message;
const joins = ({ services }: World) =>
  services.heard.filter(({ method }) => method === "join").length;
const busy = error(503, "busy", { retry_ms: 1_000 });

/** Ann's files are stored, and Redis has lost all while Bob was away. */
const wiped = async (...contents: string[]) => {
  const world = new World().pair();
  const { ann, bob, time, services } = world;
  bob.change("offline");
  for (const content of contents) ann.attach(content);
  await time.flow(1_000);
  expect(last(ann).status).toBe("stored");
  services.rewind(Number.POSITIVE_INFINITY);
  services.files.requests.length = 0;
  bob.change("online");
  return world;
};

test("a file that takes minutes to go up again goes up once, and no node is doubted for it", async () => {
  const world = await wiped("film");
  const { ann, bob, time, services } = world;
  services.files.slowMs = 90_000;
  ann.say("and a word");
  await time.flow(2_000);
  const before = joins(world);
  await time.flow(100_000);
  expect(bob.seen).toEqual(["film", "and a word"]);
  expect(services.files.requests).toEqual(["HEAD node-0", "POST node-0"]);
  expect(joins(world)).toBe(before);
});

test("nor does a rejoin meanwhile begin it anew: it is looked up once more when it is there", async () => {
  const { ann, bob, time, services } = await wiped("film");
  services.files.slowMs = 30_000;
  await time.flow(5_000);
  for (let cuts = 0; cuts < 4; cuts += 1) {
    ann.roomWire?.cut();
    await time.flow(5_000);
  }
  await time.flow(10_000);
  expect(bob.seen).toEqual(["film"]);
  const requests = ["HEAD node-0", "POST node-0", "HEAD node-0"];
  expect(services.files.requests).toEqual(requests);
});

test("an upload whose answer comes after a rejoin is looked up before its message goes", async () => {
  const { ann, bob, time, services } = new World().pair();
  const film = { file: idOf("film"), type: "application/octet-stream", size: 4 };
  services.files.slowMs = 5_000;
  services.files.instead.push({ status: 201, body: JSON.stringify(film) }); // and Redis has lost it since
  ann.attach("film");
  await time.flow(1_000);
  ann.roomWire?.cut();
  await time.flow(20_000);
  expect(bob.seen).toEqual(["film"]);
  expect(services.files.requests).toEqual(["POST node-0", "HEAD node-0", "POST node-0"]);
});

test("when no look is ever answered, the words behind the file go after a minute", async () => {
  const { ann, bob, time, services } = await wiped("film");
  services.files.instead.push(...Array(100).fill("hang"));
  ann.say("and a word");
  await time.flow(65_000);
  expect(bob.seen).toEqual(["film", "and a word"]);
});

test("nor do long pauses between looks hold up words for ever", async () => {
  const { ann, bob, time, services } = await wiped("one", "two");
  services.files.instead.push(...Array(100).fill(error(503, "busy", { retry_ms: 12_000 })));
  ann.say("and a word");
  await time.flow(150_000);
  expect(bob.seen).toEqual(["one", "two", "and a word"]);
});

test("a look that a node leaves unanswered is not waited for when the room has left that node", async () => {
  const { ann, bob, time, services } = await wiped("film");
  services.files.instead.push("hang");
  await time.flow(1_000);
  services.drain("node-1");
  await time.flow(4_000);
  expect(bob.seen).toEqual(["film"]);
  expect(ann.chat?.unconfirmed).toBe(0);
});

test("with the chat its looks end", async () => {
  const { time, services } = await wiped("film");
  services.files.instead.push(...Array(5).fill("cut"));
  await time.flow(1_000);
  services.end({ reason: "gone" });
  const before = services.files.requests.length;
  await time.flow(60_000);
  expect(services.files.requests).toHaveLength(before);
});

test("who leaves while a file is in doubt has still said what was said", async () => {
  const { ann, bob, time, services } = await wiped("film");
  services.files.instead.push(...Array(5).fill("hang"));
  ann.say("bye");
  await time.flow(1_000);
  ann.chat?.leave();
  await time.flow(1_000);
  expect(bob.seen).toEqual(["film", "bye"]);
  expect(bob.ended).toEqual({ reason: "left", byMe: false });
});

test("a room that is over is not asked again", async () => {
  const { bob, time, services } = await wiped("film");
  services.files.instead.push({ status: 410, body: "" });
  await time.flow(2_000);
  expect(services.files.requests).toEqual(["HEAD node-0"]);
  expect(bob.seen).toEqual(["film"]);
});

test("a file that was written to after it was sent is not given out for what was sent", async () => {
  const { ann, bob, time, services } = new World().pair();
  bob.change("offline");
  const bytes = new Bytes("draft");
  ann.chat?.sendFile(bytes, { name: "letter.txt" });
  await time.flow(1_000);
  Object.assign(bytes, { content: "another" });
  services.rewind(Number.POSITIVE_INFINITY);
  await time.flow(2_000);
  const got = ann.chat?.fileOf(last(ann)).catch((why: ParleyError) => why.code);
  await time.flow(10_000);
  expect(await got).toBe("no_such_file");
  bob.change("online");
  await time.flow(2_000);
  expect(bob.seen).toEqual(["letter"]);
});

test("what cannot be read any more is not tried for ever, and holds up nothing", async () => {
  const { ann, bob, time, services } = new World().pair();
  services.files.instead.push("cut");
  const bytes = new Bytes("draft");
  bytes.arrayBuffer = () => Promise.reject(new DOMException("it was moved", "NotReadableError"));
  const upload = ann.chat?.sendFile(bytes, { name: "letter.txt" }) as Upload;
  const failed = upload.sent.catch((why: ParleyError) => why.code);
  ann.attach("another");
  await time.flow(2_000);
  expect(await failed).toBe("unreadable");
  expect(bob.seen).toEqual(["another"]);
});

test("an upload that goes again tells why", async () => {
  const { ann, time, services } = new World().pair();
  services.files.instead.push(busy, "cut");
  const told: unknown[] = [];
  ann.chat?.sendFile(new Bytes("draft"), {
    name: "letter.txt",
    onProgress: (...progress) => told.push(progress),
  });
  await time.flow(10_000);
  const oneTry = (trouble?: string) => [0, 0.5].map((fraction) => [fraction, trouble]);
  const [first, second, third] = [undefined, "busy", "unreachable"].map(oneTry);
  expect(told).toEqual([first, [[0, "busy"]], second, [[0, "unreachable"]], third].flat());
});

test("a screen full of pictures is fetched three at a time; who has given up waits no more", async () => {
  const { ann, bob, time, services } = new World().pair();
  for (let n = 0; n < 8; n += 1) ann.attach(`file ${n}`);
  await time.flow(2_000);
  services.files.most = 0;
  services.files.slowMs = 1_000;
  const off = new AbortController();
  const items = (bob.chat?.transcript ?? []) as Message[];
  const got = items.map((item, n) => bob.chat?.fileOf(item, n === 6 ? off : {}).catch(String));
  off.abort("scrolled away");
  expect(await got[6]).toBe("scrolled away");
  await time.flow(3_500);
  expect(services.files.most).toBe(3);
  expect(services.files.requests.filter((asked) => asked.startsWith("GET"))).toHaveLength(7);
  expect(await Promise.all(got.filter((_, n) => n !== 6))).not.toContain("Error");
});

test("the bytes of what was seen are not kept any longer, whoever told it", async () => {
  const { ann, bob, time, services } = new World().pair();
  bob.asleep = true;
  ann.attach("film");
  await time.flow(500);
  ann.roomWire?.send({ jsonrpc: "2.0", method: "seen", params: { by: 2, applied: { 1: 1 } } });
  await time.flow(500);
  expect(last(ann).status).toBe("seen");
  const got = ann.chat?.fileOf(last(ann));
  await time.flow(500);
  expect(await (await got)?.text()).toBe("film");
  expect(services.files.requests.at(-1)).toBe("GET node-0");
  expect(services.files.files.has(idOf("film"))).toBe(true);
});
