// Headless Chromium for the end-to-end tests: one browser, a context of its own for each visitor.
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from "playwright-core";

const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const phone = { width: 390, height: 844 };

export function launch(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  return chromium.launch({ executablePath, args: quiet });
}

export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  // What the page threw, wrote to the console as an error, or asked of a third party; a test wants none.
  readonly trouble: string[];
}

// `trouble` leaves out what the browser itself logs about a broken connection: breaking it is what these tests do.
const expected = /WebSocket connection to|Failed to load resource|ERR_INTERNET_DISCONNECTED/;

export async function visit(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Visitor> {
  const usual = { viewport: phone, locale: "en-GB", serviceWorkers: "block" } as const;
  const context = await browser.newContext({ ...usual, ...options });
  const page = await context.newPage();
  const trouble: string[] = [];
  page.on("pageerror", (error) => trouble.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" && !expected.test(message.text())) trouble.push(message.text());
  });
  page.on("request", (request) => {
    const { origin } = new URL(request.url());
    if (origin !== new URL(url).origin && origin !== "null")
      trouble.push(`third party: ${request.url()}`);
  });
  await page.goto(url);
  return { context, page, trouble };
}
