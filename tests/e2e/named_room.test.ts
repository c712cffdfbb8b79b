// A named room before three phones: opened by its name, entered by its link, its words for all who are in it and who come.
import { expect, test } from "vitest";
import { openToAll } from "./barriers.ts";
import { type Person, patience, Stage, sees } from "./stage.ts";

const stage = new Stage();
const key = "open sesame";

// All that a page asks the services for or tells them, as it goes over the wire.
function overheard({ visitor: { page } }: Person): string[] {
  const heard: string[] = [];
  page.on("request", (request) => heard.push(request.url()));
  page.on("websocket", (socket) => {
    heard.push(socket.url());
    socket.on("framesent", ({ payload }) => heard.push(`${payload}`));
  });
  return heard;
}

const isIn = ({ at }: Person) => at.box.waitFor(patience);
const here = ({ at }: Person, words: string) =>
  at.state.filter({ hasText: words }).waitFor(patience);
const toAll = ({ at }: Person, text: string) =>
  at.message(text).getByRole("img", { name: "Delivered to everybody here" }).waitFor(patience);

async function opens(room: string, name: string): Promise<Person> {
  const person = await stage.arrive();
  await person.at.enter({ room, key, name });
  await isIn(person);
  return person;
}

async function comesBy(link: string, name: string): Promise<Person> {
  const person = await stage.arrive(link);
  await person.at.enter({ name });
  await isIn(person);
  return person;
}

// The invite that the room shows to who is in it.
async function inviteOf({ visitor: { page }, at }: Person): Promise<string> {
  await at.state.click();
  const link = await page.getByLabel("Invite link").inputValue();
  await page.getByRole("button", { name: "Close" }).click();
  const { pathname, search, hash } = new URL(link);
  return pathname + search + hash;
}

test("a key opens it, a link leads in, and what is said goes to all and waits for who comes later", async () => {
  const ada = await opens("The Hall", "Ada");
  await here(ada, "1 person here");
  await ada.at.send("first");
  await toAll(ada, "first");
  const link = await inviteOf(ada);
  expect(link).toBe("/?room=The+Hall#open%20sesame");

  const bob = await stage.arrive(link);
  await bob.visitor.page.getByRole("heading", { name: "You’re invited to The Hall" }).waitFor();
  await bob.at.enter({ name: "Bob" });
  await isIn(bob);
  await bob.at.said("Ada", "first").waitFor(patience);
  await ada.at.line("Bob joined").waitFor(patience);
  await Promise.all([ada, bob].map((each) => here(each, "2 people here")));
  await bob.at.send("second");
  await toAll(bob, "second");

  const cleo = await comesBy(link, "Cleo");
  await cleo.at.said("Bob", "second").waitFor(patience);
  await cleo.at.send("third");
  await sees(ada, "me: first", "them: second", "them: third");
  await sees(bob, "them: first", "me: second", "them: third");
  await sees(cleo, "them: first", "them: second", "me: third");
  await ada.at.said("Cleo", "third").waitFor(patience);
  await toAll(cleo, "third");
  await Promise.all([ada, bob, cleo].map((each) => here(each, "3 people here")));

  await bob.at.leaveRoom.click();
  await bob.at.leaveRoom.click();
  await bob.at.ended("You left The Hall").waitFor(patience);
  expect(new URL(bob.visitor.page.url()).search).toBe("");
  await Promise.all([ada, cleo].map(({ at }) => at.line("Bob left").waitFor(patience)));
  await here(ada, "2 people here");
  await bob.visitor.page.getByRole("button", { name: "Open it again" }).click();
  await isIn(bob);
  await bob.at.said("Cleo", "third").waitFor(patience);
  await here(ada, "3 people here");
});

test("another key does not open it, and no key ever leaves the browser", async () => {
  const ada = await opens("A Locked Room", "Ada");
  const eve = await stage.arrive();
  const heard = overheard(eve);
  await eve.at.enter({ room: "a locked room", key: "a guess", name: "Eve" });
  await eve.visitor.page.getByText("That is not this room’s key.").waitFor(patience);
  expect(await eve.at.roomName.inputValue()).toBe("a locked room");
  await openToAll(eve.visitor.page, "room-wrong-key");
  await eve.at.roomKey.fill("");
  await eve.at.openRoom.click();
  await eve.visitor.page.getByText("That is not this room’s key.").waitFor(patience);
  await eve.at.roomKey.fill(key);
  await eve.at.openRoom.click();
  await isIn(eve);
  await ada.at.line("Eve joined").waitFor(patience);
  expect(heard.join()).toMatch(/"key":"[0-9a-f]{64}"/);
  expect(decodeURIComponent(heard.join())).not.toMatch(/sesame|a guess/);
});

test("a reload stays in it; who is there and who types is shown; whoever looks is not kept out", async () => {
  const ada = await opens("The Garden", "Ada");
  const link = await inviteOf(ada);
  const bob = await comesBy(link, "Bob");
  await openToAll(ada.visitor.page, "room-empty");
  await ada.at.send("one");
  await toAll(ada, "one");
  await bob.visitor.page.reload();
  await isIn(bob);
  await bob.at.send("two");
  await sees(ada, "me: one", "them: two");
  await sees(bob, "them: one", "me: two");
  expect(await inviteOf(bob)).toBe(link);
  expect(await ada.at.log.getByText(/(joined|left)$/).allTextContents()).toEqual(["Bob joined"]);

  await bob.at.box.pressSequentially("thr");
  await ada.at.log.getByText("Bob is typing").waitFor(patience);
  await openToAll(ada.visitor.page, "room");
  await ada.at.state.click();
  await ada.visitor.page.getByRole("heading", { name: "2 people here" }).waitFor(patience);
  const people = ada.visitor.page.getByRole("dialog");
  expect(await people.getByRole("listitem").allTextContents()).toEqual([
    "Ada (you) Here",
    "Bob Here",
  ]);
  await openToAll(ada.visitor.page, "room-people");
  await bob.visitor.page.goto("about:blank");
  await people.getByText("Away").waitFor(patience);
  await ada.visitor.page.getByRole("heading", { name: "1 person here" }).waitFor(patience);
});
