// Stories of images and files: uploaded first, kept until delivered, uploaded again when the service has lost them.
import { expect, test, vi } from "vitest";
import type { Message, ParleyError, Refusal, Upload } from "../src/index.js";
import { Bytes, error, type Instead, idOf } from "./support/file_store.js";
import type { Person } from "./support/person.js";
import { World } from "./support/world.js";

const last = ({ chat }: Person) => chat?.transcript.at(-1) as Message;
const picture = (person: Person, content = "pixels", onProgress = (_: number) => {}) =>
  person.chat?.sendImage(new Bytes(content), { width: 640, height: 480, onProgress }) as Upload;
const failure = ({ sent }: Upload): Promise<ParleyError> =>
  sent.then(
    () => expect.fail("it was sent"),
    (why: ParleyError) => why,
  );

test("an image arrives with its sides, and its bytes can be had", async () => {
  const { ann, bob, time } = new World().pair();
  const told: number[] = [];
  const upload = picture(ann, "pixels", (fraction) => told.push(fraction));
  expect(ann.chat?.transcript).toEqual([]);
  await time.flow(1_000);
  const image = { id: idOf("pixels"), size: 6, width: 640, height: 480 };
  expect(last(bob)).toMatchObject({ image, file: null, text: "", mine: false });
  expect(last(ann)).toMatchObject({ image, status: "delivered" });
  expect((await upload.sent).seq).toBe(1);
  expect(told).toEqual([0, 0.5]);
  const got = bob.chat?.fileOf(last(bob));
  await time.flow(1_000);
  expect(await (await got)?.text()).toBe("pixels");
});

test("texts do not wait for an upload; files keep their order", async () => {
  const { ann, bob, time } = new World().pair();
  for (const content of ["first", "second"]) ann.attach(content);
  ann.say("meanwhile");
  await time.flow(1_000);
  expect(bob.seen).toEqual(["meanwhile", "first", "second"]);
  expect(last(bob).file).toEqual({ id: idOf("second"), size: 6, name: "second.txt" });
});

test("an upload that is cut, hangs or meets trouble that passes goes again", async () => {
  const { ann, bob, time, services } = new World().pair();
  const busy = error(503, "busy", { retry_ms: 1_000 });
  const [broken, portal] = [502, 200].map((status) => ({ status, body: "<html>" }));
  services.files.instead.push("cut", busy, broken as Instead, portal as Instead, "hang");
  ann.attach("report");
  await time.flow(60_000);
  expect(bob.seen).toEqual([]);
  await time.flow(10_000);
  expect(bob.seen).toEqual(["report"]);
  expect(services.files.requests).toHaveLength(6);
});

test("an upload follows the room to another node", async () => {
  const { ann, bob, time, services } = new World().pair();
  ann.attach("report");
  services.kill("node-0");
  for (const { roomWire } of [ann, bob]) roomWire?.cut();
  await time.flow(10_000);
  expect(bob.seen).toEqual(["report"]);
  expect(services.files.requests.at(0)).toBe("POST node-0");
  expect(services.files.requests.at(-1)).not.toContain("node-0");
});

test("a file that the services have lost before its message was delivered goes up again first", async () => {
  const { ann, bob, time, services } = new World().pair();
  bob.change("offline");
  ann.attach("report");
  await time.flow(1_000);
  expect(last(ann).status).toBe("stored");
  services.rewind(Number.POSITIVE_INFINITY);
  expect(services.files.files.size).toBe(0);
  bob.change("online");
  ann.say("and a word");
  let isThere = false;
  bob.chat?.on("message", () => {
    isThere ||= services.files.files.has(idOf("report"));
  });
  await time.flow(10_000);
  expect(bob.seen).toEqual(["report", "and a word"]);
  expect(isThere).toBe(true);
  expect(services.files.requests).toEqual(["POST node-0", "HEAD node-0", "POST node-0"]);
});

test("so does one whose message the room still knew, also when it was delivered meanwhile", async () => {
  const { ann, bob, time, services } = new World().pair();
  bob.change("offline");
  ann.attach("report");
  await time.flow(1_000);
  services.files.files.clear();
  for (const available of [false, true]) {
    ann.roomWire?.send({ jsonrpc: "2.0", method: "storage", params: { available } });
  }
  bob.change("online");
  await time.flowUntil(() => bob.seen.length > 0, 2_000);
  const got = bob.chat?.fileOf(last(bob));
  await time.flow(5_000);
  expect(await (await got)?.text()).toBe("report");
  expect(ann.chat?.unconfirmed).toBe(0);
});

test("what cannot be looked up holds up the words behind it only for a while", async () => {
  const { ann, bob, time, services } = new World().pair();
  bob.change("offline");
  ann.attach("report");
  await time.flow(1_000);
  services.rewind(Number.POSITIVE_INFINITY);
  services.files.instead.push(...Array(5).fill("cut"));
  ann.say("and a word");
  bob.change("online");
  await time.flow(20_000);
  expect(bob.seen).toEqual(["report", "and a word"]);
});

test("after a reload the bytes are gone, the message is not", async () => {
  const { ann, bob, time } = new World().pair();
  ann.attach("report");
  await time.flow(75);
  ann.reload();
  await time.flow(5_000);
  expect(bob.seen).toEqual(["report"]);
  expect(last(ann).file?.name).toBe("report.txt");
});

test("an upload can be cancelled, also one that waits for its turn", async () => {
  const { ann, bob, time, services } = new World().pair();
  const uploads = ["one", "two", "three"].map((content) => picture(ann, content));
  await time.flow(20);
  uploads[0]?.cancel();
  uploads[1]?.cancel();
  for (const upload of uploads.slice(0, 2)) expect((await failure(upload)).code).toBe("cancelled");
  await time.flow(1_000);
  expect(bob.chat?.transcript).toMatchObject([{ image: { id: idOf("three") } }]);
  expect(services.files.requests).toHaveLength(2);
});

test("who comes after one that was cancelled between two tries does not wait for its next", async () => {
  const { ann, bob, time, services } = new World().pair();
  services.files.instead.push(error(503, "busy", { retry_ms: 60_000 }));
  const first = picture(ann, "one");
  ann.attach("two");
  await time.flow(1_000);
  first.cancel();
  await time.flow(1_000);
  expect(bob.seen).toEqual(["two"]);
});

test("with the chat its uploads end", async () => {
  const { ann, bob, time, services } = new World().pair();
  services.files.instead.push("hang");
  const upload = picture(ann);
  bob.chat?.leave();
  await time.flow(500);
  expect(await failure(upload)).toMatchObject({ code: "chat_ended", end: { reason: "left" } });
  expect(picture(ann)).toEqual({ ok: false, error: "ended" });
});

test.each([
  [error(413, "too_long", { limit: 2_097_152 }), "too_long", 2_097_152],
  [{ status: 413, body: "<html>" }, "too_long", null],
  [error(507, "files_full", { limit: 20_971_520 }), "files_full", 20_971_520],
  [error(404, "files_off"), "files_off", null],
  [error(401, "token_expired"), "token_expired", null],
])("what the service will never take is told: %o", async (answer, code, limit) => {
  const { ann, time, services } = new World().pair();
  services.files.instead.push(answer as never);
  const upload = picture(ann);
  const failed = failure(upload);
  await time.flow(1_000);
  expect(await failed).toMatchObject({ code, limit });
  expect(services.files.requests).toHaveLength(1);
});

test("what can be seen to be wrong is refused at once", () => {
  const { ann } = new World().pair();
  const file = (name: string, content = "x") => ann.chat?.sendFile(new Bytes(content), { name });
  const refused = (why: Refusal["error"], limit?: number) => ({
    ...{ ok: false, error: why, ...(limit && { limit }) },
  });
  expect(file("a.txt", "")).toEqual(refused("empty"));
  expect(file("  ")).toEqual(refused("empty"));
  for (const name of ["../etc/passwd", "C:\\a", "a\u0000", "gpj\u202Eexe"]) {
    expect(file(name)).toEqual(refused("invalid"));
  }
  expect(file("x".repeat(101))).toEqual(refused("too_long", 100));
  const sides = { width: 0, height: 20_000 };
  expect(ann.chat?.sendImage(new Bytes("x"), sides)).toEqual(refused("invalid"));
});

test("an image can be taken back, not edited; both stay after a reload", async () => {
  const { ann, bob, time } = new World().pair();
  for (const content of ["one", "two"]) picture(ann, content);
  await time.flow(1_000);
  expect(ann.chat?.edit(1, "a text")).toEqual({ ok: false, error: "no_such_message" });
  ann.chat?.remove(1);
  await time.flow(1_000);
  expect(bob.chat?.transcript[0]).toMatchObject({ removed: true, image: null });
  const before = bob.chat?.transcript;
  bob.reload();
  expect(bob.chat?.transcript).toEqual(before);
});

test("a download that fails says so, and ends when nobody wants it any more", async () => {
  const { ann, bob, time, services } = new World().pair();
  ann.attach("report");
  await time.flow(1_000);
  services.files.files.clear();
  const codeOf = (wanted: Promise<Blob> | undefined) => wanted?.catch(({ code }) => code);
  const gone = codeOf(bob.chat?.fileOf(last(bob)));
  await time.flow(10_000);
  expect(await gone).toBe("no_such_file");
  bob.say("no file");
  expect(await codeOf(bob.chat?.fileOf(last(bob)))).toBe("no_such_file");
  services.files.instead.push("hang");
  const off = new AbortController();
  const wanted = ann.chat?.fileOf(last(ann.chat ? ann : bob), { signal: off.signal });
  off.abort(new Error("enough"));
  await expect(wanted).rejects.toThrow("enough");
});

test("a listener for progress that throws is reported, and stops nothing", async () => {
  const { ann, bob, time } = new World().pair();
  const microtasks = vi.spyOn(globalThis, "queueMicrotask").mockImplementation(() => {});
  picture(ann, "pixels", () => {
    throw new Error("a bug of the page");
  });
  await time.flow(1_000);
  expect(last(bob)).toMatchObject({ image: { size: 6 } });
  expect(microtasks.mock.calls.length).toBeGreaterThan(0);
  for (const [report] of microtasks.mock.calls) expect(report).toThrow("a bug of the page");
  microtasks.mockRestore();
});
