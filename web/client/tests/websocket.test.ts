// The library over real WebSockets in Node, against a small service that pairs and relays.
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { systemClock } from "../src/browser.js";
import { type Chat, createParley, webSocketTransport } from "../src/index.js";
import { Services } from "./support/services.js";
import { VirtualTime } from "./support/virtual_time.js";

const serve = async (services: Services): Promise<WebSocketServer> => {
  const server = new WebSocketServer({
    port: 0,
    host: "127.0.0.1",
    handleProtocols: () => "parley.v1",
  });
  server.on("connection", (socket, request) => {
    const end = {
      path: request.url ?? "",
      send: (message: object) => socket.send(JSON.stringify(message)),
      close: (code: number) => socket.close(code),
    };
    const service = services.accept(end);
    if (service === null) return socket.terminate();
    socket.on("message", (data) => service.frame(String(data)));
    socket.on("close", () => service.closed());
  });
  await once(server, "listening");
  return server;
};

test("two clients seek, talk over a cut, and part", async () => {
  const services = new Services(new VirtualTime(systemClock.now()));
  const server = await serve(services);
  const { port } = server.address() as AddressInfo;
  const parley = () =>
    createParley({
      url: `http://127.0.0.1:${port}/`,
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
