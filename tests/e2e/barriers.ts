// What would keep somebody out of the page as it is now, in light and in dark, and a picture of it for whoever wants to look.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { expect } from "vitest";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
// All that axe knows of WCAG 2.2 AA and of good manners; of what depends on the colours only, it is asked again in the dark.
const wanted = {
  light: {
    type: "tag",
    values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  },
  dark: { type: "rule", values: ["color-contrast", "link-in-text-block"] },
} as const;

async function violations(page: Page, colorScheme: keyof typeof wanted): Promise<string[]> {
  await page.evaluate(axe); // evaluated: the page's CSP forbids a script element with the same text
  return page.evaluate(async (runOnly) => {
    type Axe = { run(options: object): Promise<AxeResults> };
    const tool = (globalThis as unknown as { axe: Axe }).axe;
    const found = await tool.run({ runOnly, resultTypes: ["violations"] });
    return found.violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`,
    );
  }, wanted[colorScheme]);
}

// Wants none, and nothing wider than the window. SCREENSHOTS names a folder for the pictures.
export async function openToAll(page: Page, state: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    if (process.env.SCREENSHOTS) {
      mkdirSync(process.env.SCREENSHOTS, { recursive: true });
      const { width = 0 } = page.viewportSize() ?? {};
      const path = join(process.env.SCREENSHOTS, `${state}-${colorScheme}-${width}.png`);
      await page.screenshot({ path });
    }
    expect(await violations(page, colorScheme), `${state}, ${colorScheme}`).toEqual([]);
  }
  expect(await overflow(page), state).toBeLessThanOrEqual(0);
}

// How much wider the page is than its window.
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
