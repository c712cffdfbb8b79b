// When a conversation goes wrong or falls asleep: reports that the operator can read, blocks that hold, the question
// whether one is still there.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { programs } from "../support/system.ts";
import { openToAll } from "./barriers.ts";
import { type Person, patience, Stage, sees } from "./stage.ts";

const dir = mkdtempSync(join(tmpdir(), "parley-safety-"));
const reports = (...words: string[]) =>
  execFileSync(join(programs, "parley-reports"), words, { encoding: "utf8" });
reports("new-key", dir);

const key = { "safety.report_key_file": join(dir, "reports.pub") };
const idle = { "room.idle_ask_ms": 1_500, "room.idle_answer_ms": 4_000 };
const stage = new Stage({ matchmaker: key, node: { ...key, ...idle } });
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const press = ({ visitor }: Person, name: string) =>
  visitor.page.getByRole("button", { name, exact: true }).click();

async function report(who: Person, reason: string): Promise<void> {
  await who.at.flag.click();
  await press(who, reason);
  await who.visitor.page.getByText("The report has been sent.").waitFor(patience);
}

test("a report in two presses, during the talk and after it: the operator reads what was said", async () => {
  const [ada, bob] = await stage.twoWhoTalk();
  await bob.at.send("I know where you live");
  await sees(ada, "them: I know where you live");
  await report(ada, "Threat or danger");
  await openToAll(ada.visitor.page, "reported");
  await ada.visitor.page.keyboard.press("Escape"); // closes the sheet, and is no wish to leave
  await ada.visitor.page.locator("dialog").waitFor({ state: "hidden" });
  await ada.visitor.page.getByRole("button", { name: "Skip", exact: true }).waitFor(patience);
  await ada.at.leave();
  await bob.at.ended("Ada left the chat").waitFor(patience);
  await report(bob, "Something else");
  const lines = reports(
    "open",
    join(dir, "reports.key"),
    `--redis.port=${stage.system.redis.port}`,
  );
  const opened = lines
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(opened.map(({ reason }) => reason).sort()).toEqual(["other", "threat"]);
  for (const { entries } of opened)
    expect(entries).toContainEqual(expect.objectContaining({ body: "I know where you live" }));
});

test("a block in two presses ends the talk, and the two are not paired again, whoever waits", async () => {
  const [ada, bob] = await stage.twoWhoTalk();
  await ada.at.flag.click();
  await press(ada, "Block Bob");
  await ada.visitor.page
    .getByText("Blocked. You won’t be paired with Bob again.")
    .waitFor(patience);
  await press(ada, "Close");
  await bob.at.ended("Ada left the chat").waitFor(patience);
  await Promise.all([ada.at.next.click(), bob.at.next.click()]);
  const waits = ({ visitor }: Person) =>
    visitor.page.getByText("1 other person is waiting too.").waitFor(patience);
  await Promise.all([waits(ada), waits(bob)]);
  const cleo = await stage.arrive();
  await cleo.at.seek({ name: "Cleo" });
  await cleo.at.box.waitFor(patience);
  expect(await cleo.at.partner.textContent()).toMatch(/Ada|Bob/);
});

test("nobody writes: both are asked, who answers stays, and without the other it ends", async () => {
  const [ada, bob] = await stage.twoWhoTalk();
  const asked = ({ visitor }: Person) =>
    visitor.page.getByRole("heading", { name: "Still there?" });
  await Promise.all([asked(ada).waitFor(patience), asked(bob).waitFor(patience)]);
  await openToAll(ada.visitor.page, "idle");
  await bob.at.send("yes");
  await Promise.all([ada, bob].map((one) => asked(one).waitFor({ state: "hidden" })));
  await asked(ada).waitFor(patience);
  await press(ada, "I’m here");
  const inBox = () => ada.at.box.evaluate((box) => box === document.activeElement);
  await expect.poll(inBox, patience).toBe(true); // the button that had the focus is gone
  await Promise.all([ada, bob].map(({ at }) => at.ended("The chat fell asleep").waitFor(patience)));
});
