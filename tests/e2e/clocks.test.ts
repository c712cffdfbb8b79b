// The panel of clocks: four of them for each message, how far they disagree in words, and one's own told only if wanted.
import { afterAll, expect, test } from "vitest";
import { TimeServer } from "../support/time_server.ts";
import { openToAll } from "./barriers.ts";
import { type Person, patience, Stage, sees } from "./stage.ts";

const time = await TimeServer.start({ offsetMs: 2 * 3_600_000 });
afterAll(() => time.stop());
const stage = new Stage({ node: { "clock.servers": time.place, "clock.poll_ms": 1_000 } });
const minute = 60_000;

async function openClocks({ at, visitor }: Person) {
  await at.more.click();
  await visitor.page.getByRole("button", { name: "Clocks" }).click();
  return visitor.page.getByRole("dialog", { name: "Clocks" });
}

// The visitor's device is wrong by so much.
async function clockWrongBy({ visitor }: Person, ms: number): Promise<void> {
  await visitor.context.addInitScript((ms) => {
    const timeOrigin = performance.timeOrigin + ms;
    Object.defineProperty(performance, "timeOrigin", { get: () => timeOrigin });
  }, ms);
  await visitor.page.reload();
}

test("a phone that is slow is told so, tells its clock only when asked to, and its messages keep their order", async () => {
  const [ada, bob] = [await stage.arrive(), await stage.arrive()];
  await clockWrongBy(ada, -4 * minute);
  await ada.at.seek({ name: "Ada" });
  await bob.at.seek({ name: "Bob" });
  await bob.at.send("first");
  await sees(ada, "them: first");
  await ada.at.send("second");
  await sees(bob, "me: first", "them: second");
  const panel = await openClocks(ada);
  await panel
    .getByText(/^Your clock is 4 minutes behind the server’s, give or take/)
    .waitFor(patience);
  await panel.getByText("Bob doesn’t tell what time it is there.").waitFor(patience);
  await panel
    .getByText(/^The server is 2 hours behind its reference, give or take/)
    .waitFor(patience);
  await openToAll(ada.visitor.page, "clocks");
  await panel.getByRole("checkbox", { name: "Send my clock along with my messages" }).check();
  await ada.visitor.page.keyboard.press("Escape");
  await ada.at.send("third");
  await bob.at.send("fourth");
  await sees(bob, "me: first", "them: second", "them: third", "me: fourth");
  const seen = await openClocks(bob);
  await seen
    .getByText(/^The clock of Ada is 4 minutes behind the server’s, give or take/)
    .waitFor(patience);
  const rows = (words: string) =>
    seen.getByRole("listitem").filter({ hasText: words }).locator("dd").allTextContents();
  const [sender, corrected, server, reference] = (await rows("third")).map((time) => inMs(time));
  expect(Math.abs((server ?? 0) - (sender ?? 0) - 4 * minute)).toBeLessThan(5_000);
  expect(Math.abs((server ?? 0) - (corrected ?? 0))).toBeLessThan(5_000);
  expect(((reference ?? 0) - (server ?? 0) + 24 * 60 * minute) % (24 * 60 * minute)).toBeCloseTo(
    120 * minute,
    -3,
  );
  expect((await rows("second"))[0]).toBe("not told");
  await openToAll(bob.visitor.page, "clocks-told");
});

// "16:05:09.250" as milliseconds of the day.
function inMs(time: string): number {
  const [, h, m, s] = /(\d+):(\d+):(\d+\.\d+)/.exec(time) ?? [];
  return (Number(h) * 60 + Number(m)) * minute + Number(s) * 1000;
}
