// The examples of the README: compiled against the sources, and run over real WebSockets.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { rolldown } from "rolldown";
import { afterAll, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import { systemClock } from "../src/browser.js";
import { createParley, webSocketTransport } from "../src/index.js";
import { Services } from "./support/services.js";
import { VirtualTime } from "./support/virtual_time.js";
import { serve } from "./support/web_socket_service.js";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "parley-readme-"));
afterAll(() => rmSync(folder, { recursive: true }));

const examples = [...readFileSync(at("../README.md"), "utf8").matchAll(/```ts\n(.*?)```/gs)].map(
  ([, code = ""], index) => {
    const file = join(folder, `example_${index}.ts`);
    writeFileSync(file, `${code}\nexport {};\n`);
    return file;
  },
);

/** What the examples leave to their reader. */
const readersOwn = `import type { Chat, Parley, Wait } from "@parley-chat/client";
declare global {
  const parley: Parley;
  function showWaiting(elapsedMs: number, estimate: { p50Ms: number; p90Ms: number } | null): void;
  function show(text: string): void;
  function showConnection(kind: string): void;
  function showEnd(reason: string, byMe: boolean): void;
  function warn(error: string): void;
  function showChat(chat: Chat): void;
  function showWait(wait: Wait): void;
  function showStart(): void;
}
`;

const run = async (example: number): Promise<void> => {
  const bundle = await rolldown({
    input: examples[example] ?? "",
    resolve: { alias: { "@parley-chat/client": at("../src/index.ts") } },
    plugins: [{ name: "ws", resolveId: (id) => (id === "ws" ? { id: ws, external: true } : null) }],
  });
  const file = join(folder, `example_${example}.mjs`);
  await bundle.write({ file, format: "es" });
  await import(/* @vite-ignore */ pathToFileURL(file).href);
};
const ws = join(createRequire(import.meta.url).resolve("ws/package.json"), "../wrapper.mjs");

test("they compile", () => {
  writeFileSync(join(folder, "readers_own.d.ts"), readersOwn);
  writeFileSync(join(folder, "package.json"), '{"type": "module"}');
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({
      extends: at("../../tsconfig.base.json"),
      compilerOptions: {
        noEmit: true,
        noUnusedLocals: false,
        typeRoots: [at("../../node_modules/@types")],
        types: ["node"],
        paths: {
          "@parley-chat/client": [at("../src/index.ts")],
          ws: [at("../../node_modules/@types/ws/index.d.ts")],
        },
      },
      include: ["*.ts"],
    }),
  );
  const tsc = at("../../node_modules/.bin/tsc");
  let said = "";
  try {
    execFileSync(tsc, ["-p", folder], { encoding: "utf8" });
  } catch (error) {
    said = String((error as { stdout?: unknown }).stdout);
  }
  expect(said).toBe("");
});

test("the first one seeks, talks and hears, in a page", async () => {
  const services = new Services(new VirtualTime(systemClock.now()));
  const { server, url } = await serve(services);
  const told = { shown: [] as string[], connections: [] as string[], warnings: [] as string[] };
  vi.stubGlobal("location", { origin: url });
  vi.stubGlobal("WebSocket", WebSocket);
  vi.stubGlobal("showWaiting", () => {});
  vi.stubGlobal("show", (text: string) => told.shown.push(text));
  vi.stubGlobal("showConnection", (kind: string) => told.connections.push(kind));
  vi.stubGlobal("showEnd", () => {});
  vi.stubGlobal("warn", (error: string) => told.warnings.push(error));
  const partner = createParley({ url, transport: webSocketTransport(WebSocket as never) }).seek({
    language: "en",
  });
  const met = partner.chat.then(
    (chat) =>
      new Promise<string>((heard) => {
        chat.on("message", ({ text }) => heard(text));
        chat.send("welcome");
      }),
  );
  const example = run(0);
  await vi.waitFor(() => expect(services.seeks).toHaveLength(2), 10_000);
  services.pair();
  await example;
  expect(await met).toBe("hello");
  await vi.waitFor(() => expect(told.shown).toEqual(["welcome"]));
  expect(told.warnings).toEqual([]);
  server.close();
  for (const client of server.clients) client.terminate();
});

test("the second one restores, or starts", async () => {
  const started = vi.fn();
  vi.stubGlobal("parley", { restore: () => null });
  vi.stubGlobal("showStart", started);
  await run(1);
  expect(started).toHaveBeenCalledOnce();
});

test("the third one runs where there is no WebSocket of its own", () => run(2));
