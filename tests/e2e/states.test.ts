// Every state that a visitor meets, reached as a visitor would: open to all in light and dark, nothing cut off.
import { expect, test } from "vitest";
import { openToAll, overflow } from "./barriers.ts";
import { allDelivered, patience, Stage, sees } from "./stage.ts";

const stage = new Stage();

test("the start, the rules and the wait", async () => {
  const { at, visitor } = await stage.arrive();
  const { page } = visitor;
  await page.getByText("Nobody is here just now.").waitFor(patience);
  await openToAll(page, "start");
  await page.getByRole("link", { name: "The rules" }).click();
  await page.getByRole("dialog", { name: "The rules" }).waitFor(patience);
  await openToAll(page, "rules");
  await page.goBack();
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await at.seek({ interests: ["chess"] });
  await page.getByText("Nobody else is waiting in English just now.").waitFor(patience);
  await openToAll(page, "waiting");
});

test("the conversation, from the first word to the end", async () => {
  const [ada, bob] = await stage.twoWhoTalk();
  const { page } = ada.visitor;
  await openToAll(page, "chat-empty");
  await page.getByRole("button", { name: "Ask us both something" }).click();
  await ada.at.send("Have a look: https://example.org/trains?from=here.");
  await bob.at.send("🚂");
  await bob.at.send("Will do");
  await allDelivered(ada, "Have a look: https://example.org/trains?from=here.");
  await ada.at.message("Will do").waitFor(patience);
  await openToAll(page, "chat");

  await page.getByRole("link", { name: /example\.org/ }).click();
  await page.getByRole("dialog", { name: "Open this link?" }).waitFor(patience);
  await openToAll(page, "link");
  await page.keyboard.press("Escape");
  await ada.at.more.click();
  await openToAll(page, "menu");
  await page.getByRole("button", { name: "Close" }).click();
  await ada.at.flag.click();
  await openToAll(page, "safety");
  await page.keyboard.press("Escape");

  await ada.at.message("Have a look: https://example.org/trains?from=here.").focus();
  await openToAll(page, "chosen");
  await page.getByRole("button", { name: "Edit" }).click();
  await openToAll(page, "editing");
  await page.keyboard.press("Escape");

  await ada.visitor.context.setOffline(true);
  await ada.at.state.filter({ hasText: "You’re offline" }).waitFor(patience);
  await ada.at.send("written without a network");
  await openToAll(page, "offline");
  await ada.visitor.context.setOffline(false);
  await allDelivered(ada, "written without a network");

  await bob.visitor.page.goto("about:blank");
  await ada.at.state.filter({ hasText: "Reconnecting" }).waitFor(patience);
  await openToAll(page, "partner-away");
  await bob.visitor.page.goBack();
  await ada.at.state.filter({ hasText: "Here now" }).waitFor(patience);

  await ada.at.skip.click();
  await openToAll(page, "sure");
  await ada.at.skip.click();
  await bob.at.ended("Ada left the chat").waitFor(patience);
  await openToAll(bob.visitor.page, "ended");
});

test("on the narrowest screen, and with text of twice the size", async () => {
  const [ada, bob] = await stage.twoWhoTalk();
  const { page } = ada.visitor;
  await bob.at.send("a-word-that-is-much-longer-than-any-screen-is-wide-".repeat(4));
  await ada.at.message(/much-longer/).waitFor(patience);
  await page.setViewportSize({ width: 320, height: 640 });
  await openToAll(page, "narrow");
  await page.evaluate(() => {
    document.documentElement.style.fontSize = "200%";
  });
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await ada.at.send("still here");
  await sees(
    bob,
    `me: ${"a-word-that-is-much-longer-than-any-screen-is-wide-".repeat(4)}`,
    "them: still here",
  );
});

test("in a language that runs from right to left", async () => {
  const { visitor } = await stage.arrive("/", { locale: "ar-EG" });
  const { page } = visitor;
  await page.getByRole("button", { name: "تحدّث مع أحد" }).waitFor(patience);
  expect(
    await page.evaluate(() => [document.documentElement.dir, document.documentElement.lang]),
  ).toEqual(["rtl", "ar"]);
  await openToAll(page, "start-ar");
  await page.getByLabel("لغة هذه الصفحة").selectOption("de");
  await page.getByRole("button", { name: "Mit jemandem sprechen" }).waitFor(patience);
  expect(await page.evaluate(() => document.documentElement.dir)).toBe("ltr");
});
