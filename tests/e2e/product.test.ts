// What a visitor can do in a conversation beside writing: both screens show it, through the gateway and the real services.
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { allDelivered, type Person, patience, Stage, sees } from "./stage.ts";

const stage = new Stage();
const press = (person: Person, name: string) =>
  person.visitor.page.getByRole("button", { name, exact: true }).click();

test("the other one is seen to type, to take another name, and to have seen, if they want that", async () => {
  const [ada, bob] = await stage.twoWhoTalk();
  await bob.at.box.pressSequentially("hm");
  await ada.at.state.filter({ hasText: "Typing" }).waitFor(patience);
  await bob.at.box.fill("");
  await ada.at.send("hello");
  await ada.at.tick("hello", "Seen").waitFor(patience);
  await bob.at.more.click();
  await bob.visitor.page.getByLabel("Show when I’ve seen messages").uncheck();
  await press(bob, "You’re Bob. Change your name");
  await bob.visitor.page.getByRole("textbox", { name: "Your name" }).fill("Robert");
  await bob.visitor.page.keyboard.press("Enter");
  await press(bob, "Close");
  await ada.at.partner.filter({ hasText: "Robert" }).waitFor(patience);
  await ada.at.send("and now?");
  await allDelivered(ada, "and now?");
  await bob.at.send("switched off");
  await sees(ada, "me: hello", "me: and now?", "them: switched off");
  expect(await ada.at.tick("and now?", "Delivered").isVisible()).toBe(true);
});

test("a stranger's link leads nowhere until it is confirmed; who reads above is told what is new below", async () => {
  const [ada, bob] = await stage.twoWhoTalk();
  const link = stage.url("/healthz");
  await bob.at.send(`look: ${link}`);
  const { page, context } = ada.visitor;
  await page.getByRole("link", { name: link }).click();
  const question = page.getByRole("dialog", { name: "Open this link?" });
  await question.getByRole("button", { name: "Stay here" }).click();
  expect(context.pages()).toHaveLength(1);
  await page.getByRole("link", { name: link }).press("Enter");
  const opened = context.waitForEvent("page");
  await question.getByRole("link", { name: "Open in a new tab" }).click();
  const other = await opened;
  expect(await other.evaluate(() => [window.opener, document.referrer])).toEqual([null, ""]);
  await other.close();

  for (let line = 0; line < 3; line += 1) await bob.at.send(`${"up and down ".repeat(40)}${line}`);
  await ada.at.message(/ 2$/).waitFor(patience);
  await ada.at.log.hover();
  await page.mouse.wheel(0, -400);
  await page.getByRole("button", { name: "To the latest message" }).waitFor(patience);
  await bob.at.send("down here");
  await ada.at.newMessages.filter({ hasText: "1 new message" }).click();
  await page.getByText("down here").waitFor(patience);
  expect(await ada.at.newMessages.isHidden()).toBe(true);
});

test("what was said can be changed, taken back, and taken along; a reload changes none of it", async () => {
  const [ada, bob] = await stage.twoWhoTalk();
  await ada.at.send("helo");
  await ada.at.send("not for you");
  await sees(bob, "them: helo", "them: not for you");
  await ada.at.message("helo").click();
  await press(ada, "Edit");
  await ada.at.send("hello");
  await ada.at.message("not for you").click();
  await press(ada, "Delete");
  const deleted = bob.visitor.page.getByText("Message deleted");
  await deleted.waitFor(patience);
  await bob.at.message("hello").getByText("edited").waitFor(patience);
  await bob.visitor.page.reload();
  await deleted.waitFor(patience);
  await sees(bob, "them: hello", "them: ");
  await sees(ada, "me: hello", "me: ");

  await ada.at.leave();
  await bob.at.ended("Ada left the chat").waitFor(patience);
  await bob.at.more.click();
  const saved = async (name: string) => {
    const download = bob.visitor.page.waitForEvent("download");
    await press(bob, name);
    return readFile(await (await download).path(), "utf8");
  };
  expect(await saved("Save as text")).toMatch(
    /Bob and Ada\n\n\[\d+:\d+\] Ada: hello\n\[\d+:\d+\] Ada: \(deleted\)\n$/,
  );
  expect(JSON.parse(await saved("Save as JSON"))).toMatchObject({
    me: "Bob",
    partner: "Ada",
    items: [
      { from: "partner", text: "hello", edited: true },
      { from: "partner", text: "", removed: true },
    ],
  });
  await bob.visitor.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await press(bob, "Copy conversation");
  await bob.visitor.page.getByText("Copied.").waitFor(patience);
  expect(await bob.visitor.page.evaluate(() => navigator.clipboard.readText())).toContain(
    "Ada: hello",
  );
});

test("two who ask at once ask different things; one by keyboard alone, one on glass", async () => {
  const [ada, bob] = [
    await stage.arrive(),
    await stage.arrive("/", { hasTouch: true, isMobile: true }),
  ];
  await ada.at.seek({ name: "Ada" });
  await bob.at.seek({ name: "Bob" });
  await Promise.all([ada.at.more.click(), bob.at.more.click()]);
  const ask = ({ visitor }: Person) =>
    visitor.page.getByRole("dialog").getByRole("button", { name: "Ask us both something" }).click();
  await Promise.all([ask(ada), ask(bob)]);
  const questions = async ({ visitor }: Person) =>
    (await visitor.page.getByTestId("question").allTextContents()).sort();
  await expect.poll(async () => (await questions(ada)).length, patience).toBe(2);
  await expect.poll(() => questions(bob), patience).toEqual(await questions(ada));
  expect(new Set(await questions(ada)).size).toBe(2);

  await bob.at.box.fill("glass");
  await bob.at.box.press("End");
  await bob.at.box.press("Enter");
  await bob.at.box.pressSequentially("too");
  await press(bob, "Send");
  const heard = (one: Person, words: string) =>
    expect.poll(async () => (await one.at.texts()).at(-1), patience).toBe(words);
  await heard(ada, "them: glass\ntoo");

  const { keyboard } = ada.visitor.page;
  await ada.at.box.focus();
  await keyboard.type("one");
  await keyboard.press("Shift+Enter");
  await keyboard.type("two");
  await keyboard.press("Enter");
  await heard(bob, "them: one\ntwo");
  await keyboard.press("Escape");
  await keyboard.press("Escape");
  await bob.at.ended("Ada left the chat").waitFor(patience);
  await ada.at.ended("You left the chat").waitFor(patience);
  await keyboard.press("Tab");
  expect(await ada.at.next.evaluate((next) => next === document.activeElement)).toBe(true);
  await keyboard.press("Enter");
  await ada.at.waiting.waitFor(patience);
});

test("one's own chaos: nothing is lost, and it is counted", async () => {
  const [ada, bob] = await stage.twoWhoTalk("/?chaos");
  await ada.at.send("before");
  await allDelivered(ada, "before");
  const count = ada.visitor.page.getByTestId("chaos-count");
  const recovered = (n: number) => count.getByText(`Struck ${n}, recovered ${n}`).waitFor(patience);
  await press(ada, "Drop my connection");
  await ada.at.send("while dropped");
  await recovered(1);
  await press(ada, "Go offline");
  await ada.at.state.filter({ hasText: "You’re offline" }).waitFor(patience);
  await ada.at.send("while offline");
  await press(ada, "Go online");
  await recovered(2);
  await press(ada, "Reload");
  await recovered(3);
  await press(ada, "Freeze it");
  await ada.at.send("while frozen");
  await bob.at.send("to the frozen");
  await recovered(4);
  await allDelivered(ada, "while dropped", "while offline", "while frozen");
  await expect.poll(async () => (await bob.at.texts()).length, patience).toBe(5);
  expect((await bob.at.texts()).filter((text) => text.startsWith("them"))).toEqual([
    "them: before",
    "them: while dropped",
    "them: while offline",
    "them: while frozen",
  ]);
  await ada.visitor.page.getByText("4 sent, 4 delivered, 1 heard").waitFor(patience);
});
