// The report of a run, opened from disk as its reader would: complete, readable by everybody, and asking nobody for anything.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { AxeResults } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, phone } from "../support/browser.ts";
import { programs } from "../support/system.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const desktop = { width: 1280, height: 900 };
const verdicts = [
  ["held", "Held."],
  ["violated", "Violated."],
  ["unknown", "Could not tell."],
] as const;

let browser: Browser;
let samples: string;

beforeAll(async () => {
  samples = mkdtempSync(join(tmpdir(), "parley-reports-"));
  execFileSync(join(programs, "parley-report-samples"), [samples]);
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
  rmSync(samples, { recursive: true, force: true });
});

interface Look {
  readonly colorScheme?: "light" | "dark";
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly javaScriptEnabled?: boolean;
}

// Opens a report, lets the test look at it, and wants no trouble: no error, and no request but for the file itself.
async function reading(verdict: string, look: Look, test: (page: Page) => Promise<void>) {
  const context = await browser.newContext({ viewport: desktop, offline: true, ...look });
  const page = await context.newPage();
  const url = pathToFileURL(join(samples, verdict, "report.html")).href;
  const trouble: string[] = [];
  page.on("pageerror", (error) => trouble.push(String(error)));
  page.on("console", (message) => trouble.push(message.text()));
  page.on("request", (request) => {
    if (request.url() !== url && !request.url().startsWith("data:")) trouble.push(request.url());
  });
  await page.goto(url);
  await test(page);
  await context.close();
  expect(trouble).toEqual([]);
}

// With everything opened that can be opened.
async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    for (const each of document.querySelectorAll("details")) each.open = true;
    const tool = (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe;
    const { violations } = await tool.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
  });
}

for (const [verdict, headline] of verdicts) {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const viewport of [phone, desktop]) {
      test(`${verdict}, ${colorScheme}, ${viewport.width} wide: the verdict first, no barrier, nothing cut off`, () =>
        reading(verdict, { colorScheme, viewport }, async (page) => {
          expect(await page.locator("h1").textContent()).toBe(headline);
          expect(await page.title()).toBe(`everything: ${headline}`);
          expect(await barriers(page)).toEqual([]);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth);
          expect(wide).toBeLessThanOrEqual(viewport.width);
          if (process.env.SCREENSHOTS) {
            mkdirSync(process.env.SCREENSHOTS, { recursive: true });
            const name = `report-${verdict}-${colorScheme}-${viewport.width}.png`;
            await page.screenshot({ path: join(process.env.SCREENSHOTS, name), fullPage: true });
          }
        }));
    }
  }
}

test("without scripts the page is complete", () =>
  reading("held", { javaScriptEnabled: false }, async (page) => {
    const titles = await page.locator("h2").allTextContents();
    expect(titles).toEqual([
      "Asked and achieved",
      "What happened",
      "How quickly it came back",
      "What was checked",
      "The run",
    ]);
    expect(await page.locator("svg.timeline .delivered").getAttribute("d")).toMatch(/^M[\d.]+ /);
    expect(await page.locator("svg.strip").count()).toBe(3);
    expect(await page.locator("#properties ~ table tbody tr").count()).toBe(8);
    expect(await page.locator("pre").textContent()).toBe("parley-chaos run everything --seed 7");
  }));

test("each violation shows the lines of history that prove it", () =>
  reading("violated", {}, async (page) => {
    const history = readFileSync(join(samples, "violated", "history.jsonl"), "utf8").split("\n");
    const rows = page.locator(".lines tr");
    expect(await rows.count()).toBeGreaterThan(5);
    for (const row of await rows.all()) {
      const number = Number(await row.locator("th").textContent());
      expect(await row.locator("td").textContent()).toBe(history[number - 1]);
    }
  }));

test("the pointer is told what it is at", () =>
  reading("held", {}, async (page) => {
    const plot = page.locator("svg.timeline");
    await plot.scrollIntoViewIfNeeded();
    await plot.hover({ position: { x: 500, y: 60 } });
    await page.getByText(/^\d+(\.\d)? s – [\d,]+ messages\/s/).waitFor();
  }));

test("on paper all is open", () =>
  reading("violated", {}, async (page) => {
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    expect(await page.locator("details:not([open])").count()).toBe(0);
  }));

test("a report is small enough to be sent around", () => {
  for (const [verdict] of verdicts) {
    expect(statSync(join(samples, verdict, "report.html")).size).toBeLessThan(250_000);
  }
});

test("the JUnit XML can be parsed, with a case for each property", async () => {
  const page = await browser.newPage();
  const expected = { held: [8, 0, 0], violated: [8, 4, 0], unknown: [8, 0, 8] };
  for (const [verdict] of verdicts) {
    const xml = readFileSync(join(samples, verdict, "junit.xml"), "utf8");
    const counts = await page.evaluate((text) => {
      const parsed = new DOMParser().parseFromString(text, "text/xml");
      if (parsed.querySelector("parsererror")) throw new Error("not well-formed");
      return ["testcase", "failure", "error"].map((tag) => parsed.querySelectorAll(tag).length);
    }, xml);
    expect(counts).toEqual(expected[verdict]);
  }
  await page.close();
});
