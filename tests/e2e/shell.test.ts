// The page as a thing that is fetched: small, quick, of one language at a time, kept for a visit without a network.
import { execFileSync } from "node:child_process";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { patience, Stage, sees } from "./stage.ts";

const stage = new Stage();

test("it is within its budget of JavaScript and of styles", () => {
  const size = fileURLToPath(new URL("../../web/app/test/look/size.mjs", import.meta.url));
  expect(execFileSync(process.execPath, [size], { encoding: "utf8" })).toMatch(
    /js: \d+ of \d+ bytes/,
  );
});

test("it speaks the browser's language, and fetches no other", async () => {
  const { visitor } = await stage.arrive("/", { locale: "fr-FR" });
  await visitor.page.getByRole("button", { name: "Parler avec quelqu’un" }).waitFor(patience);
  const words = await visitor.page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .map(({ name }) => /\/(..)-[^/]*\.json$/.exec(name)?.[1])
      .filter(Boolean),
  );
  expect(new Set(words)).toEqual(new Set(["fr"]));
});

test("it can be installed, and opens without a network", async () => {
  const { visitor, at } = await stage.arrive("/", { serviceWorkers: "allow" });
  const { page, context } = visitor;
  await at.start.waitFor(patience);
  await page.waitForFunction(async () => {
    await navigator.serviceWorker.ready;
    return (
      (await caches.keys()).includes("parley-words") &&
      (await (await caches.open("parley-words")).keys()).length > 0
    );
  });
  const manifest = await page.evaluate(async () => {
    const address = document.querySelector<HTMLLinkElement>("link[rel=manifest]")?.href ?? "";
    return (await fetch(address)).json();
  });
  for (const { src } of manifest.icons) {
    const icon = await page.request.get(stage.url(src));
    expect([icon.status(), icon.headers()["content-type"]]).toEqual([
      200,
      expect.stringMatching(/^image\//),
    ]);
  }
  await context.setOffline(true);
  await page.reload();
  await page.getByText("Can’t see right now how many people are here").waitFor(patience);
  await at.start.click();
  await page.getByText("You’re offline. It goes on as soon as you’re back.").waitFor(patience);
});

test("the language that was chosen last is the one that is there without a network", async () => {
  const { visitor } = await stage.arrive("/", { serviceWorkers: "allow" });
  const { page, context } = visitor;
  const kept = () =>
    page.evaluate(async () => {
      await navigator.serviceWorker.ready;
      const words = await (await caches.open("parley-words")).keys();
      return words.map(({ url }) => /\/(..)-[^/]*\.json$/.exec(url)?.[1]);
    });
  await expect.poll(kept, patience).toEqual(["en"]);
  await page.getByLabel("Language of this page").selectOption("de");
  await expect.poll(kept, patience).toEqual(["de"]);
  await context.setOffline(true);
  await page.reload();
  await page.getByRole("button", { name: "Mit jemandem sprechen" }).waitFor(patience);
});

test("a part of the page that is not to be had just then is fetched again, and the chat opens", async () => {
  const [ada, bob] = [await stage.arrive(), await stage.arrive()];
  const { page } = ada.visitor;
  await page.route("**/assets/later-*.js", (route) => route.abort());
  await page.reload();
  await ada.at.seek({ name: "Ada" });
  await bob.at.seek({ name: "Bob" });
  const late = page.getByText("Part of the page couldn’t be loaded yet.");
  await Promise.all([page.waitForEvent("load"), late.waitFor(patience)]);
  await late.waitFor(patience); // what was pressed is kept over the new load
  await page.unroute("**/assets/later-*.js");
  await ada.at.box.waitFor(patience);
  await ada.at.send("here I am");
  await sees(bob, "them: here I am");
});

test("an update waits until nobody talks", async () => {
  const ada = await stage.arrive("/", { serviceWorkers: "allow" });
  const bob = await stage.arrive();
  await ada.at.seek({ name: "Ada" });
  await bob.at.seek({ name: "Bob" });
  await ada.at.box.waitFor(patience);
  const { page } = ada.visitor;
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  appendFileSync(join(stage.page, "sw.js"), "// of a later build\n");
  const waiting = await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const updated = new Promise<void>((resolve) => {
      registration.addEventListener("updatefound", () => {
        const worker = registration.installing;
        worker?.addEventListener("statechange", () => worker.state === "installed" && resolve());
      });
    });
    await registration.update();
    await updated;
    return registration.waiting !== null;
  });
  expect(waiting).toBe(true);
  await ada.at.send("undisturbed");
  await sees(bob, "them: undisturbed");
});
