// Stories of the question whether anybody is still there, of reports and blocks, and of reading a chat in a loop.
import { expect, test } from "vitest";
import { ParleyError } from "../src/index.js";
import { World } from "./support/world.js";

test("who is asked whether they are still there can say so; the question goes", () => {
  const { ann, bob, time, services } = new World().pair();
  services.askIdle();
  time.pass(200);
  expect(ann.notes).toContain("idle 60000");
  ann.chat?.stay();
  expect(ann.notes.at(-1)).toBe("idle 0");
  time.pass(200);
  expect(bob.notes).not.toContain("idle 0");
  bob.chat?.stay();
  time.pass(200);
  expect(bob.notes.at(-1)).toBe("idle 0");
  expect(services.heard.filter(({ method }) => method === "stay")).toHaveLength(2);
});

test("a message answers for both", () => {
  const { ann, bob, time, services } = new World().pair();
  services.askIdle();
  time.pass(200);
  ann.say("still here");
  time.pass(200);
  for (const { notes } of [ann, bob]) expect(notes).toContain("idle 0");
});

test("an answer that is refused for now, or lost with its connection, is given again", () => {
  const { ann, bob, time, services } = new World().pair();
  services.refuseStays = 2;
  services.askIdle();
  time.pass(200);
  ann.chat?.stay();
  bob.chat?.stay();
  time.pass(1_000);
  expect(services.unanswered).toBe(0);
  services.askIdle();
  time.pass(200);
  ann.roomWire?.cut();
  expect(ann.notes.at(-1)).toBe("idle 0"); // nobody knows, without a connection
  time.pass(500);
  expect(ann.notes.at(-1)).toBe("idle 60000");
  ann.chat?.stay();
  time.pass(200);
  expect(services.unanswered).toBe(1);
});

test("without a question there is nothing to answer", () => {
  const { ann, time, services } = new World().pair();
  ann.chat?.stay();
  time.pass(200);
  expect(services.heard.map(({ method }) => method)).not.toContain("stay");
});

test("a chat that ended because somebody did not answer says who", () => {
  const { ann, bob, time, services } = new World().pair();
  services.end({ reason: "idle", by: 2 });
  time.pass(1_000);
  expect(ann.ended).toEqual({ reason: "idle", byMe: false });
  expect(bob.ended).toEqual({ reason: "idle", byMe: true });
});

test("a report and a block go to a matchmaker, during the chat and after it", async () => {
  const { ann, time, services } = new World().pair();
  const reported = ann.chat?.report({ reason: "spam", words: "buy this\uD83D" });
  time.pass(200);
  await reported;
  ann.chat?.leave();
  time.pass(200);
  const blocked = ann.chat?.block();
  time.pass(200);
  await blocked;
  expect(services.asked).toEqual([
    { method: "report", token: "seat 1", reason: "spam", words: "buy this\uFFFD" },
    { method: "block", token: "seat 1" },
  ]);
});

test("a report that a service does not take says why", async () => {
  const { ann, time, services } = new World().pair();
  services.refuseAsked.push("reports_off");
  const reported = ann.chat?.report({ reason: "other" });
  const told = expect(reported).rejects.toMatchObject({ code: "reports_off", end: null });
  time.pass(200);
  await told;
  await expect(reported).rejects.toThrow(ParleyError);
});

test("a chat without a word has nothing to report, which is not that it is too late", async () => {
  const { ann, time, services } = new World().pair();
  const reportOnce = async () => {
    services.refuseAsked.push("no_such_room");
    const reported = ann.chat?.report({ reason: "spam" }).catch(({ code }) => code);
    time.pass(200);
    return reported;
  };
  expect(await reportOnce()).toBe("nothing_said");
  ann.say("a word");
  time.pass(200);
  expect(await reportOnce()).toBe("no_such_room");
});

test("trouble that may pass is tried again, three times in all", async () => {
  const { ann, time, services, network } = new World().pair();
  const passes = async () => {
    for (let step = 0; step < 40; step += 1) {
      time.pass(200);
      await Promise.resolve();
      await Promise.resolve();
    }
  };
  services.refuseAsked.push("cut", "storage_unavailable");
  const first = ann.chat?.report({ reason: "other" });
  await passes();
  await first;
  const before = network.dialled.length;
  services.matchmakers = false;
  const second = expect(ann.chat?.block()).rejects.toMatchObject({ code: "unreachable" });
  await passes();
  await second;
  expect(network.dialled.length - before).toBe(3);
});

test("for await reads every message of the partner once, and ends with the chat", async () => {
  const { ann, bob, time } = new World().pair();
  bob.say("before anybody reads");
  time.pass(300);
  const read: string[] = [];
  const reading = (async () => {
    for await (const { text } of ann.chat ?? []) read.push(text);
  })();
  for (const text of ["1", "2", "3"]) {
    ann.say("mine");
    bob.say(text);
    time.pass(300);
    await new Promise(setImmediate);
  }
  expect(read).toEqual(["before anybody reads", "1", "2", "3"]);
  bob.say("the last one");
  bob.chat?.leave();
  time.pass(1_000);
  await reading;
  expect(read.at(-1)).toBe("the last one");
});

test("after a reload it reads only what is new", async () => {
  const { ann, bob, time } = new World().pair();
  bob.say("old");
  time.pass(300);
  ann.reload();
  bob.say("new");
  time.pass(1_000);
  for await (const { text } of ann.chat ?? []) {
    expect(text).toBe("new");
    break;
  }
});
