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
import { type Chat, createParley, webSocketTransport } from "../src/index.js";
import { Hall } from "./support/hall.js";
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
const readersOwn = `import type { Chat, NamedRoom, Parley, Wait } from "@parley-chat/client";
declare global {
  const parley: Parley;
  const chat: Chat;
  function showQuestion(seq: number, question: string): void;
  function redraw(seq: number, text: string): void;
  function showSeen(seq: number): void;
  function askStillThere(yes: () => void): void;
  function showWaiting(elapsedMs: number, estimate: { p50Ms: number; p90Ms: number } | null): void;
  function show(text: string): void;
  function showConnection(kind: string): void;
  function showEnd(reason: string, byMe: boolean): void;
  const picture: Blob;
  const stopButton: { onclick: () => void };
  function showProgress(fraction: number): void;
  function save(bytes: Blob): void;
  function warn(error: string): void;
  function showChat(chat: Chat): void;
  function showWait(wait: Wait): void;
  function showRoom(room: NamedRoom): void;
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

/** Services with somebody who waits there already. */
const withPartner = async (meet: (chat: Chat) => void) => {
  const services = new Services(new VirtualTime(systemClock.now()));
  const { server, url } = await serve(services);
  const transport = webSocketTransport(WebSocket as never);
  const wait = createParley({ url, transport }).seek({ language: "en" });
  wait.on("opened", meet);
  vi.stubGlobal("location", { origin: url });
  vi.stubGlobal("WebSocket", WebSocket);
  const close = () => {
    server.close();
    for (const client of server.clients) client.terminate();
  };
  return { services, close, url };
};
const pairWhenTwoWait = async (services: Services): Promise<void> => {
  await vi.waitFor(() => expect(services.seeks).toHaveLength(2), 10_000);
  services.pair();
};

test("the first one seeks and reads until the chat ends", async () => {
  const shown: string[] = [];
  vi.stubGlobal("show", (text: string) => shown.push(text));
  const { services, close } = await withPartner((chat) => {
    chat.on("message", ({ text }) => {
      const sent = chat.send(`${text} to you`);
      if (sent.ok) sent.delivered.then(() => chat.leave());
    });
  });
  const example = run(0);
  await pairWhenTwoWait(services);
  await example;
  expect(shown).toEqual(["hello to you"]);
  close();
});

test("the second one seeks, talks and hears, in a page", async () => {
  const told = { shown: [] as string[], connections: [] as string[], warnings: [] as string[] };
  let heard: (text: string) => void = () => {};
  const met = new Promise<string>((resolve) => {
    heard = resolve;
  });
  const { services, close } = await withPartner((chat) => {
    chat.on("message", ({ text }) => heard(text));
    chat.send("welcome");
  });
  vi.stubGlobal("showWaiting", () => {});
  vi.stubGlobal("show", (text: string) => told.shown.push(text));
  vi.stubGlobal("showConnection", (kind: string) => told.connections.push(kind));
  vi.stubGlobal("showEnd", () => {});
  vi.stubGlobal("warn", (error: string) => told.warnings.push(error));
  const example = run(1);
  await pairWhenTwoWait(services);
  await example;
  expect(await met).toBe("hello");
  await vi.waitFor(() => expect(told.shown).toEqual(["welcome"]));
  expect(told.warnings).toEqual([]);
  close();
});

test("the third one edits, asks, sees, stays, reports and blocks", async () => {
  const told: string[] = [];
  for (const name of ["showQuestion", "redraw", "showSeen"]) {
    vi.stubGlobal(name, (...values: unknown[]) => told.push([name, ...values].join(" ")));
  }
  vi.stubGlobal("askStillThere", (yes: () => void) => yes());
  let partner: Chat | undefined;
  const { services, close, url } = await withPartner((chat) => {
    partner = chat;
    for (const event of ["message", "changed"] as const) chat.on(event, () => chat.seen());
  });
  const transport = webSocketTransport(WebSocket as never);
  const wait = createParley({ url, transport }).seek({ language: "en" });
  await pairWhenTwoWait(services);
  vi.stubGlobal("chat", await wait.chat);
  await run(2);
  expect(services.asked.map(({ method }) => method)).toEqual(["report", "block"]);
  await vi.waitFor(() => expect(told).toContain("showSeen 3"), 5_000);
  partner?.send("oops");
  partner?.icebreaker("4");
  partner?.remove(1);
  await vi.waitFor(() => expect(told).toContain("redraw 1 "));
  expect(told).toContain("showQuestion 2 4");
  services.askIdle();
  await vi.waitFor(() => expect(services.unanswered).toBe(1));
  close();
});

test("the fourth one sends an image and a file, and saves what comes", async () => {
  const saved: string[] = [];
  const progress: number[] = [];
  const stopButton = { onclick: () => {} };
  vi.stubGlobal("stopButton", stopButton);
  vi.stubGlobal("picture", new Blob(["pixels"]));
  vi.stubGlobal("showProgress", (fraction: number) => progress.push(fraction));
  vi.stubGlobal("save", async (bytes: Blob) => saved.push(await bytes.text()));
  let partner: Chat | undefined;
  const { services, close, url } = await withPartner((chat) => {
    partner = chat;
  });
  const transport = webSocketTransport(WebSocket as never);
  const wait = createParley({ url, transport }).seek({ language: "en" });
  await pairWhenTwoWait(services);
  const chat = await wait.chat;
  vi.stubGlobal("chat", chat);
  await run(3);
  stopButton.onclick(); // too late
  expect(progress).toEqual([0, 1]);
  await vi.waitFor(() =>
    expect(partner?.transcript).toMatchObject([
      { image: { width: 1024, height: 768, size: 6 } },
      { file: { name: "table.csv", size: 3 } },
    ]),
  );
  partner?.sendFile(new Blob(["from the partner"]), { name: "a.txt" });
  await vi.waitFor(() => expect(saved).toEqual(["from the partner"]));
  close();
});

test("the fifth one opens a room, talks to all who are there, and leaves", async () => {
  const shown: string[] = [];
  vi.stubGlobal("show", (text: string) => shown.push(text));
  const hall = new Hall(new VirtualTime(systemClock.now()));
  const { server, url } = await serve(hall);
  const transport = webSocketTransport(WebSocket as never);
  const request = { room: "Tuesday Chess", key: "e4 e5", name: "Ann" };
  const room = await createParley({ url, transport }).rooms.open(request).room;
  const heard: string[] = [];
  room.on("message", ({ text }) => heard.push(text));
  vi.stubGlobal("parley", createParley({ url, transport }));
  await run(4);
  await vi.waitFor(() => expect(heard).toEqual(["hello, all"]));
  await vi.waitFor(() => expect(room.members).toMatchObject([{ state: "left" }]));
  expect(room.members).toMatchObject([{ name: "Quiet Otter" }]);
  expect(shown).toEqual([]); // nobody came or spoke while it was there
  for (const client of server.clients) client.terminate();
  server.close();
});

test("the sixth one restores, or starts", async () => {
  const started = vi.fn();
  vi.stubGlobal("parley", { restore: () => null });
  vi.stubGlobal("showStart", started);
  await run(5);
  expect(started).toHaveBeenCalledOnce();
});

test("the seventh one runs where there is no WebSocket of its own", () => run(6));
