// Two people on phones, through the gateway: what they see is what the guarantee says, whatever happens underneath.
import { expect, test } from "vitest";
import { allDelivered, heardBy, ordered, patience, Stage, sees } from "./stage.ts";

const stage = new Stage();
const { system } = stage;
const twoWhoTalk = () => stage.twoWhoTalk();
const arrive = () => stage.arrive();

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
  await Promise.all([ordered(ada, 5), ordered(bob, 5)]);
  expect(await heardBy(bob)).toEqual(["before", "offline 1", "offline 2", "offline 3"]);
  expect(await heardBy(ada)).toEqual(["are you there?"]);
  await allDelivered(ada, "offline 1", "offline 2", "offline 3");
  await allDelivered(bob, "are you there?");
});

test("the node dies under them: a short pause, then everything, once, in order", async () => {
  const [ada, bob] = await twoWhoTalk();
  await ada.at.send("before");
  await sees(bob, "them: before");
  const owner = await stage.busiestNode();
  await system.service(owner).kill();
  await ada.at.send("during");
  await bob.at.send("during too");
  await allDelivered(ada, "before", "during");
  await allDelivered(bob, "during too");
  expect(await heardBy(bob)).toEqual(["before", "during"]);
  expect(await heardBy(ada)).toEqual(["during too"]);
  await system.restart(owner);
});

test("one leaves, the other is told, can still read, and begins anew", async () => {
  const [ada, bob] = await twoWhoTalk();
  await ada.at.send("goodbye");
  await sees(bob, "them: goodbye");
  await ada.at.leave();
  await bob.at.ended(/Ada left/).waitFor(patience);
  await sees(bob, "them: goodbye");
  await bob.at.next.click();
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
