// Stories of what is more than a text: edits, removals, questions, and what was on a visible screen.
import { expect, test } from "vitest";
import type { Message, Sent } from "../src/index.js";
import type { Person } from "./support/person.js";
import { World } from "./support/world.js";

const seqOf = (sent: unknown): number => (sent as Sent).seq;
const shown = ({ chat }: Person) =>
  chat?.transcript.map((item) => (item.kind === "message" ? item.text : "a gap"));
const last = ({ chat }: Person) => chat?.transcript.at(-1) as Message;

test("an edit changes the message for both, in its place", async () => {
  const { ann, bob, time } = new World().pair();
  const first = seqOf(ann.say("helo"));
  ann.say("how are you?");
  time.pass(500);
  const edit = ann.chat?.edit(first, "hello") as Sent;
  expect(shown(ann)).toEqual(["hello", "how are you?"]);
  time.pass(500);
  await edit.stored;
  await edit.delivered;
  expect(shown(bob)).toEqual(["hello", "how are you?"]);
  expect(bob.chat?.transcript[0]).toMatchObject({ seq: 1, edited: true, removed: false });
  expect(bob.changes).toEqual(["hello"]);
  expect(bob.seen).toEqual(["helo", "how are you?"]);
  expect(ann.chat?.unconfirmed).toBe(0);
});

test("of several edits the last wins, also when they wait for a connection", () => {
  const { ann, bob, time } = new World().pair();
  ann.change("offline");
  const seq = seqOf(ann.say("1"));
  for (const text of ["2", "3"]) ann.chat?.edit(seq, text);
  ann.change("online");
  time.pass(1_000);
  expect(shown(bob)).toEqual(["3"]);
});

test("a message that is taken back is gone for both, and cannot be changed any more", () => {
  const { ann, bob, time } = new World().pair();
  const seq = seqOf(ann.say("oops"));
  time.pass(500);
  ann.chat?.remove(seq);
  time.pass(500);
  for (const person of [ann, bob]) {
    expect(last(person)).toMatchObject({ text: "", removed: true, edited: false });
  }
  const void_ = { ok: false, error: "no_such_message" };
  expect(ann.chat?.edit(seq, "again")).toEqual(void_);
  expect(ann.chat?.remove(seq)).toEqual(void_);
});

test("only one's own messages can be changed, and only texts edited", () => {
  const { ann, bob, time } = new World().pair();
  bob.say("mine");
  time.pass(500);
  const void_ = { ok: false, error: "no_such_message" };
  expect(ann.chat?.edit(1, "not yours")).toEqual(void_);
  expect(ann.chat?.remove(1)).toEqual(void_);
  expect(bob.chat?.edit(1, "")).toEqual({ ok: false, error: "empty" });
  const question = seqOf(bob.chat?.icebreaker("7"));
  expect(bob.chat?.edit(question, "other")).toEqual(void_);
  expect(bob.chat?.remove(question)).toMatchObject({ ok: true });
});

test("what names something unknown is void, and confirmed all the same", () => {
  const { ann, bob, time, services } = new World().pair();
  bob.say("one");
  time.pass(500);
  const tell = (seq: number, kind: string, more: object) => {
    const entry = services.log.append({ from: 2, seq, kind, at: 1, ...more });
    ann.roomWire?.send({ jsonrpc: "2.0", method: "entry", params: entry });
  };
  tell(2, "edit", { of: 7, body: "unknown" });
  tell(3, "delete", { of: 2 });
  tell(4, "of a version to come", { body: "?" });
  time.pass(500);
  expect(shown(ann)).toEqual(["one"]);
  const receipts = services.heard.filter(({ method }) => method === "received");
  expect(receipts.at(-1)?.params).toEqual({ applied: { 2: 4 } });
});

test("the ticks are those of the edit that is on its way, not of what it changes", () => {
  const { ann, bob, time } = new World().pair();
  const seq = seqOf(ann.say("helo"));
  time.pass(500);
  bob.chat?.seen();
  time.pass(1_000);
  expect(last(ann)).toMatchObject({ status: "seen", revision: seq });
  ann.change("offline");
  ann.chat?.edit(seq, "hello");
  expect(last(ann)).toMatchObject({ seq, revision: seq + 1, status: "waiting" });
  ann.reload();
  expect(last(ann)).toMatchObject({ text: "hello", revision: seq + 1, status: "waiting" });
  ann.change("online");
  time.pass(2_000);
  expect(last(ann)).toMatchObject({ text: "hello", status: "delivered" });
  bob.chat?.seen();
  time.pass(2_000);
  expect(last(ann).status).toBe("seen");
});

test("an edit that changes nothing is not made, and one by another client is not shown as one", () => {
  const { ann, bob, time, services } = new World().pair();
  const seq = seqOf(bob.say("as it is"));
  time.pass(500);
  expect(bob.chat?.edit(seq, "as it is")).toEqual({ ok: false, error: "unchanged" });
  const edit = { from: 2, seq: 2, kind: "edit", of: seq, body: "as it is", at: 1 };
  ann.roomWire?.send({ jsonrpc: "2.0", method: "entry", params: services.log.append(edit) });
  time.pass(500);
  expect(last(ann)).toMatchObject({ text: "as it is", edited: false });
});

test("an icebreaker is the same question for both", () => {
  const { ann, bob, time } = new World().pair();
  expect(ann.chat?.icebreaker("Not a number!")).toEqual({ ok: false, error: "invalid" });
  ann.chat?.icebreaker("dreams-12");
  time.pass(500);
  for (const person of [ann, bob]) {
    expect(last(person)).toMatchObject({ question: "dreams-12", text: "" });
  }
});

test("edits, removals and questions are there after a reload", () => {
  const { ann, bob, time } = new World().pair();
  for (const text of ["a", "b"]) ann.say(text);
  ann.chat?.icebreaker("3");
  ann.chat?.edit(1, "A");
  ann.chat?.remove(2);
  time.pass(1_000);
  const before = [ann, bob].map(({ chat }) => chat?.transcript);
  for (const person of [ann, bob]) person.reload();
  time.pass(1_000);
  expect([ann, bob].map(({ chat }) => chat?.transcript)).toEqual(before);
});

test("an edit that was not sent before the reload is sent after it", () => {
  const { ann, bob, time } = new World().pair();
  ann.say("a");
  time.pass(500);
  ann.change("offline");
  ann.chat?.edit(1, "b");
  ann.reload();
  ann.change("online");
  time.pass(2_000);
  expect(shown(bob)).toEqual(["b"]);
});

test("an edit of what a copy of the tab made move names it where it is then", () => {
  const { ann, bob, time } = new World().pair();
  ann.change("offline");
  const copy = ann.duplicate();
  copy.change("online");
  time.pass(500);
  copy.say("by the copy");
  copy.say("and again");
  time.pass(6_500);
  const seq = seqOf(ann.say("by the orignal"));
  ann.chat?.edit(seq, "by the original");
  ann.change("online");
  time.pass(20_000);
  expect(shown(bob)).toEqual(["by the copy", "and again", "by the original"]);
});

test("the third tick comes when the partner's page says that it was seen", () => {
  const { ann, bob, time } = new World().pair();
  ann.say("look");
  time.pass(1_000);
  expect(last(ann).status).toBe("delivered");
  bob.chat?.seen();
  time.pass(200);
  expect(last(ann).status).toBe("seen");
  expect(ann.notes).toContain("seen 1");
  ann.say("unseen yet");
  time.pass(2_000);
  expect(last(ann).status).toBe("delivered");
});

test("seen is told at most once a second, and only when there is something new", () => {
  const { ann, bob, time, services } = new World().pair();
  for (let round = 0; round < 20; round += 1) {
    ann.say("x");
    bob.chat?.seen();
    time.pass(100);
  }
  bob.chat?.seen();
  time.pass(2_000);
  const told = services.heard.filter(({ method }) => method === "seen").length;
  expect(told).toBeGreaterThan(1);
  expect(told).toBeLessThan(5);
  expect(last(ann).status).toBe("seen");
  bob.chat?.seen();
  time.pass(2_000);
  expect(services.heard.filter(({ method }) => method === "seen")).toHaveLength(told);
});

test("after a move the joins say again what was seen; who never said it does not", () => {
  const { ann, bob, time, services } = new World().pair();
  ann.say("look");
  bob.say("you too");
  time.pass(500);
  bob.chat?.seen();
  bob.roomWire?.cut();
  services.claim("node-1");
  time.pass(20_000);
  expect(bob.chat?.transcript[0]).toMatchObject({ mine: true, status: "delivered" });
  expect(ann.chat?.transcript[0]).toMatchObject({ status: "seen" });
  const joins = services.heard.filter(({ method }) => method === "join");
  expect(joins.some(({ params }) => params.seen?.[1] === 1)).toBe(true);
  expect(joins.every(({ params }) => params.token !== "seat 1" || !("seen" in params))).toBe(true);
});

test("what is seen while a join is under way is told after it", () => {
  const { ann, bob, time } = new World().pair();
  ann.say("look");
  time.pass(500);
  bob.roomWire?.cut();
  time.until(() => Boolean(bob.roomWire?.server), 10_000, 1);
  time.pass(40); // the join has been said, and not been answered yet
  expect(bob.chat?.state.kind).not.toBe("connected");
  bob.chat?.seen();
  time.pass(2_000);
  expect(last(ann).status).toBe("seen");
});

test("what was seen stays so after a reload", () => {
  const { ann, bob, time } = new World().pair();
  ann.say("look");
  time.pass(500);
  bob.chat?.seen();
  time.pass(500);
  ann.reload();
  expect(last(ann).status).toBe("seen");
});

test("a node that is older than the page ends no chat: what it does not know waits for a newer one", () => {
  const { ann, bob, time, services } = new World().pair();
  services.isOld = true;
  const seq = seqOf(ann.say("helo"));
  time.pass(500);
  bob.chat?.seen();
  ann.chat?.edit(seq, "hello");
  ann.say("after it");
  time.pass(20_000);
  expect(ann.ended).toBe(null);
  expect(shown(bob)).toEqual(["helo"]);
  expect(services.heard.filter(({ method }) => method === "seen")).toHaveLength(1);
  services.isOld = false;
  services.drain("node-1");
  time.pass(5_000);
  expect(shown(bob)).toEqual(["hello", "after it"]);
  expect(ann.chat?.transcript[0]).toMatchObject({ status: "delivered" });
  bob.chat?.seen();
  time.pass(2_000);
  expect(ann.chat?.transcript[0]).toMatchObject({ status: "seen" });
});
