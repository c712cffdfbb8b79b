// Two people on phones, through the gateway: what they see is what the guarantee says, whatever happens underneath.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { ParleyPage } from "../../web/app/test/page_object.ts";
import { launch, type Visitor, visit } from "../support/browser.ts";
import { Gateway } from "../support/gateway.ts";
import { System } from "../support/system.ts";

const dist = fileURLToPath(new URL("../../web/app/dist", import.meta.url));
const patience = { timeout: 20_000 };

const system = new System({ matchmakers: 2, nodes: 2 });
const gateway = new Gateway();
let browser: Browser;
let visitors: Visitor[] = [];

beforeAll(async () => {
  if (!existsSync(dist)) throw new Error(`no page in ${dist}: build it first`);
  await system.start();
  await gateway.start({
    page: dist,
    matchmakers: [system.address("matchmaker-0"), system.address("matchmaker-1")],
    nodes: { "node-0": system.address("node-0"), "node-1": system.address("node-1") },
  });
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
  await gateway.stop();
  await system.stop();
});

afterEach(async () => {
  const trouble = visitors.flatMap((each) => each.trouble);
  await Promise.all(visitors.map((each) => each.context.close()));
  visitors = [];
  expect(trouble).toEqual([]);
});

interface Person {
  readonly at: ParleyPage;
  readonly visitor: Visitor;
}

async function arrive(): Promise<Person> {
  const visitor = await visit(browser, gateway.url("/"));
  visitors.push(visitor);
  return { at: new ParleyPage(visitor.page), visitor };
}

async function twoWhoTalk(): Promise<[Person, Person]> {
  const both: [Person, Person] = [await arrive(), await arrive()];
  await both[0].at.seek({ name: "Ada" });
  await both[1].at.seek({ name: "Bob" });
  await Promise.all(both.map(({ at }) => at.box.waitFor(patience)));
  return both;
}

async function sees(person: Person, ...texts: readonly string[]): Promise<void> {
  await expect.poll(() => person.at.texts(), patience).toEqual(texts);
}

async function allDelivered(person: Person, ...texts: readonly string[]): Promise<void> {
  for (const text of texts) await person.at.tick(text, "Delivered").waitFor(patience);
}

test("the start page says how many people are here", async () => {
  const [_ada, _bob] = await twoWhoTalk();
  const cleo = await arrive();
  await cleo.visitor.page.getByText(/^\d+ (person is|people are) here now$/).waitFor(patience);
});

test("paired, they talk; one tick becomes two", async () => {
  const [ada, bob] = await twoWhoTalk();
  expect(await ada.at.partner.textContent()).toContain("Bob");
  await ada.at.send("hello");
  await sees(bob, "them: hello");
  await allDelivered(ada, "hello");
  await bob.at.send("hi Ada");
  await sees(ada, "me: hello", "them: hi Ada");
  await allDelivered(bob, "hi Ada");
});

test("a tab reloaded in mid-talk goes on where it was", async () => {
  const [ada, bob] = await twoWhoTalk();
  await ada.at.send("one");
  await sees(bob, "them: one");
  await ada.visitor.page.reload();
  await bob.at.send("two");
  await sees(ada, "me: one", "them: two");
  await ada.at.send("three");
  await sees(bob, "them: one", "me: two", "them: three");
  await allDelivered(ada, "one", "three");
});

test("written without a network, it arrives once and in order when the network is back", async () => {
  const [ada, bob] = await twoWhoTalk();
  await ada.at.send("before");
  await sees(bob, "them: before");
  await ada.visitor.context.setOffline(true);
  for (const text of ["offline 1", "offline 2", "offline 3"]) await ada.at.send(text);
  await ada.at.tick("offline 3", "Waiting to be sent").waitFor(patience);
  await bob.at.send("are you there?");
  await ada.visitor.context.setOffline(false);
  const [said, heard] = [await ordered(ada, 5), await ordered(bob, 5)];
  expect(heard.filter((text) => text.startsWith("them"))).toEqual(
    ["before", "offline 1", "offline 2", "offline 3"].map((text) => `them: ${text}`),
  );
  expect(said.filter((text) => text.startsWith("them"))).toEqual(["them: are you there?"]);
  await allDelivered(ada, "offline 1", "offline 2", "offline 3");
  await allDelivered(bob, "are you there?");
});

async function ordered(person: Person, count: number): Promise<string[]> {
  await expect.poll(async () => (await person.at.texts()).length, patience).toBe(count);
  return person.at.texts();
}

test("the node dies under them: a short pause, then everything, once, in order", async () => {
  const [ada, bob] = await twoWhoTalk();
  await ada.at.send("before");
  await sees(bob, "them: before");
  const owners = await Promise.all(
    ["node-0", "node-1"].map((id) => system.metric(id, "parley_connections")),
  );
  const owner = (owners[0] ?? 0) >= 2 ? "node-0" : "node-1";
  await system.service(owner).kill();
  await ada.at.send("during");
  await bob.at.send("during too");
  await allDelivered(ada, "before", "during");
  await allDelivered(bob, "during too");
  expect((await bob.at.texts()).filter((text) => text.startsWith("them"))).toEqual([
    "them: before",
    "them: during",
  ]);
  expect((await ada.at.texts()).filter((text) => text.startsWith("them"))).toEqual([
    "them: during too",
  ]);
  await system.restart(owner);
});

test("one leaves, the other is told, can still read, and begins anew", async () => {
  const [ada, bob] = await twoWhoTalk();
  await ada.at.send("goodbye");
  await sees(bob, "them: goodbye");
  await ada.at.leave();
  await bob.at.ended(/Ada left/).waitFor(patience);
  await sees(bob, "them: goodbye");
  await bob.at.newChat.click();
  await bob.at.waiting.waitFor(patience);
  const cleo = await arrive();
  await cleo.at.seek({ name: "Cleo" });
  await Promise.all([cleo, bob].map(({ at }) => at.box.waitFor(patience)));
  await cleo.at.send("a new one");
  await sees(bob, "them: a new one");
});

test("who waits can cancel, and nobody is paired with an empty chair", async () => {
  const ada = await arrive();
  await ada.at.seek({ name: "Ada" });
  await ada.at.waiting.waitFor(patience);
  await ada.at.cancel.click();
  await ada.at.start.waitFor(patience);
  const [bob, cleo] = await twoWhoTalk();
  expect(await cleo.at.partner.textContent()).toContain("Ada");
  await bob.at.send("not you again");
  await sees(cleo, "them: not you again");
});
