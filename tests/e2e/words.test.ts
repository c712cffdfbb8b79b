// The words filter, where an operator wants one: both sides read the same words, and what waits for a check says so.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { Hook } from "../support/hook.ts";
import { openToAll } from "./barriers.ts";
import { allDelivered, patience, Stage, sees } from "./stage.ts";

const dir = mkdtempSync(join(tmpdir(), "parley-words-"));
const list = join(dir, "en.txt");
writeFileSync(list, "# for the tests\ndarn\n");

// The operator's own filter: it makes things lovely while it is there.
const hook = await Hook.start();
const lovely: Hook["manner"] = ({ texts }) =>
  texts.map((text) => text.replaceAll("ugly", "lovely"));
hook.manner = lovely;
afterAll(async () => {
  await hook.close();
  rmSync(dir, { recursive: true, force: true });
});

const stage = new Stage({
  node: {
    "filter.lists": `en=${list}`,
    "filter.hook": hook.url,
    "filter.on_failure": "hold",
  },
});

test("both sides read the filtered words, also after a reload, and the one who wrote them is told", async () => {
  const [ada, bob] = await stage.twoWhoTalk();
  await ada.at.send("a darn ugly train");
  await sees(bob, "them: a **** lovely train");
  await sees(ada, "me: a **** lovely train");
  await ada.visitor.page.getByText("The words filter changed this").waitFor(patience);
  await openToAll(ada.visitor.page, "filtered");
  await ada.visitor.page.reload();
  await sees(ada, "me: a **** lovely train");
  await bob.at.send("darned, then");
  await sees(ada, "me: a **** lovely train", "them: darned, then");
});

test("what can't be checked is held, said to be, and goes out when it can", async () => {
  const [ada, bob] = await stage.twoWhoTalk();
  hook.manner = () => 503;
  await ada.at.send("is anybody there?");
  await ada.visitor.page.getByText("Being checked before it goes out").waitFor(patience);
  await openToAll(ada.visitor.page, "held");
  expect(await bob.at.texts()).toEqual([]);
  hook.manner = lovely;
  await sees(bob, "them: is anybody there?");
  await allDelivered(ada, "is anybody there?");
  expect(await ada.visitor.page.getByText("Being checked before it goes out").count()).toBe(0);
});
