// Measures how quickly the page is there on a slow phone: CPU slowed down four times, 150 ms and 1.6 Mbit/s to the gateway.
// `npm run paint -- http://127.0.0.1:8080` against a running ./dev up; each line is one visit with an empty cache.
import { chromium } from "playwright-core";

const [url = "http://127.0.0.1:8080", visits = "5"] = process.argv.slice(2);
const slowPhone = {
  offline: false,
  latency: 150,
  downloadThroughput: (1.6 * 1024 * 1024) / 8,
  uploadThroughput: (750 * 1024) / 8,
};
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
});

for (let visit = 0; visit < Number(visits); visit += 1) {
  const viewport = { width: 360, height: 740 };
  const context = await browser.newContext({ viewport, locale: "en-GB", serviceWorkers: "block" });
  const page = await context.newPage();
  const tools = await context.newCDPSession(page);
  await tools.send("Network.enable");
  await tools.send("Network.emulateNetworkConditions", slowPhone);
  await tools.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await page.goto(url);
  await page.getByRole("button", { name: "Talk to a stranger" }).waitFor();
  const figures = await page.evaluate(async () => {
    const latest = (type) =>
      new Promise((resolve) => {
        new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime)).observe({
          type,
          buffered: true,
        });
      });
    const [paint] = performance.getEntriesByName("first-contentful-paint");
    const all = performance.getEntriesByType("resource");
    const [page] = performance.getEntriesByType("navigation");
    const bytes = [page, ...all].reduce((sum, { transferSize }) => sum + transferSize, 0);
    return { first: paint.startTime, largest: await latest("largest-contentful-paint"), bytes };
  });
  const ms = (value) => `${Math.round(value)} ms`;
  process.stdout.write(
    `first paint ${ms(figures.first)}, largest ${ms(figures.largest)}, ${figures.bytes} bytes\n`,
  );
  await context.close();
}
await browser.close();
