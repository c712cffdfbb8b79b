// The library over real WebSockets in Node, against a small service that pairs and relays.
import { expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import { systemClock } from "../src/browser.js";
import { type Chat, createParley, seek, webSocketTransport } from "../src/index.js";
import { Services } from "./support/services.js";
import { VirtualTime } from "./support/virtual_time.js";
import { serve } from "./support/web_socket_service.js";

test("two clients seek, talk over a cut, and part", async () => {
  const services = new Services(new VirtualTime(systemClock.now()));
  const { server, url } = await serve(services);
  const parley = () =>
    createParley({
      url: `${url}/`,
      transport: webSocketTransport(WebSocket as never),
      storage: null,
    });
  const waits = [parley(), parley()].map((client) => client.seek({ language: "en" }));
  await Promise.all(
    waits.map((wait) => new Promise<void>((done) => wait.on("waiting", () => done()))),
  );
  services.pair();
  const [ann, bob] = (await Promise.all(waits.map((wait) => wait.chat))) as [Chat, Chat];
  const seen: string[] = [];
  bob.on("message", ({ text }) => seen.push(text));

  const first = ann.send("one");
  if (first.ok) await first.delivered;
  for (const socket of server.clients) socket.terminate();
  const second = ann.send("two");
  if (second.ok) await second.delivered;
  expect(seen).toEqual(["one", "two"]);

  const parted = new Promise((done) => bob.on("ended", done));
  ann.leave();
  expect(await parted).toEqual({ reason: "left", byMe: false });
  server.close();
});

test("seek is one call; called again it leaves what went before, and goes on as the same session", async () => {
  const services = new Services(new VirtualTime(systemClock.now()));
  const { server, url } = await serve(services);
  vi.stubGlobal("WebSocket", WebSocket);
  const transport = webSocketTransport(WebSocket as never);
  const partner = createParley({ url, transport, storage: null }).seek({ language: "en" });
  const first = seek({ url, language: "en" });
  const waits = [partner, first.wait];
  await Promise.all(waits.map((wait) => new Promise<void>((d) => wait.on("waiting", () => d()))));
  services.pair();
  const [left, chat] = await Promise.all([partner.chat, first]);
  const ended = new Promise((done) => left.on("ended", done));
  const abort = new AbortController();
  const second = seek({ url, language: "en", signal: abort.signal });
  expect(chat.ended).toEqual({ reason: "left", byMe: true });
  expect(await ended).toEqual({ reason: "left", byMe: false });
  await vi.waitFor(() => expect(services.seeks.at(-1)).toMatchObject({ session: "session" }));
  abort.abort();
  await expect(second).rejects.toMatchObject({ code: "wait_ended", end: { reason: "cancelled" } });
  server.close();
});
