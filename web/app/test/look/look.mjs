// Draws every state in a real Chromium under the gateway's CSP, keeps a picture of each and runs axe on it.
// `npm run look [-- FOLDER [STATE…]]`; LOOK_LOCALE (en-GB) is the visitor's language, LOOK_SIZES and LOOK_SCHEMES say which
// of narrow,phone,tall,desk and light,dark, LOOK_SCALE how many dots a pixel has, LOOK_TEXT how large text is in per cent,
// LOOK_FORCED=active that colours are forced. Exit status 1 when axe or the browser's console has anything to say.
import { mkdir, mkdtemp, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { build } from "vite";

const here = fileURLToPath(new URL(".", import.meta.url));
const [folder = await mkdtemp(join(tmpdir(), "parley-look-")), ...wanted] = process.argv.slice(2);
const built = await mkdtemp(join(tmpdir(), "parley-page-"));
const sizes = { narrow: [320, 640], phone: [360, 740], tall: [390, 844], desk: [1280, 800] };
const wantedSizes = (process.env.LOOK_SIZES ?? "phone,tall,desk").split(",");
const schemes = (process.env.LOOK_SCHEMES ?? "light,dark").split(",");
const locale = process.env.LOOK_LOCALE ?? "en-GB";
const types = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
};
const csp = "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'";

await build({
  configFile: join(here, "../../vite.config.ts"),
  root: here,
  logLevel: "warn",
  build: { outDir: built, emptyOutDir: true, rolldownOptions: { input: join(here, "index.html") } },
});
const server = createServer(async (request, response) => {
  const path = new URL(request.url ?? "/", "http://page").pathname;
  const file = path === "/" ? "/index.html" : path;
  try {
    const body = await readFile(join(built, file));
    response.writeHead(200, {
      "content-type": types[extname(file)] ?? "",
      "content-security-policy": csp,
    });
    response.end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const address = `http://127.0.0.1:${server.address().port}/`;

await mkdir(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
const sources = await Promise.all(
  ["states.ts", "room_states.ts"].map((name) => readFile(join(here, name), "utf8")),
);
const names =
  wanted.length > 0
    ? wanted
    : [...sources.join().matchAll(/^ {2}"?([a-z-]+)"?: /gm)].map((match) => match[1]);
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let troubles = 0;
const trouble = (where, what) => {
  troubles += 1;
  process.stdout.write(`${where}: ${what}\n`);
};

for (const colorScheme of schemes) {
  for (const size of wantedSizes) {
    const [width, height] = sizes[size];
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme,
      locale,
      deviceScaleFactor: Number(process.env.LOOK_SCALE ?? 1),
      reducedMotion: "reduce",
      forcedColors: process.env.LOOK_FORCED ?? "none",
    });
    for (const name of names) {
      const where = `${name}-${size}-${colorScheme}`;
      const page = await context.newPage();
      page.on("console", (message) => {
        if (
          ["error", "warning"].includes(message.type()) &&
          !message.text().includes("favicon") &&
          !message.text().includes("404")
        )
          trouble(where, message.text());
      });
      page.on("pageerror", (error) => trouble(where, error.message));
      await page.goto(`${address}#${name}`);
      await page.getByRole("main").waitFor();
      await page.waitForTimeout(400); // the double speaks 50 ms after the drawing, and some states press buttons
      await page.evaluate(
        (text) => {
          document.documentElement.style.fontSize = text;
        },
        `${process.env.LOOK_TEXT ?? 100}%`,
      );
      await page.screenshot({ path: join(folder, `${where}.png`) });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      if (wide) trouble(where, "wider than the window");
      // evaluate goes past the page's CSP, which forbids a script element with the same text
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => globalThis.axe.run());
      for (const { id, nodes } of violations)
        trouble(where, `${id}: ${nodes[0]?.html} ${nodes[0]?.any[0]?.message ?? ""}`);
      await page.close();
    }
    await context.close();
  }
}
await browser.close();
server.close();
process.stdout.write(`${names.length} states, ${troubles} troubles, pictures in ${folder}\n`);
process.exitCode = troubles === 0 ? 0 : 1;
