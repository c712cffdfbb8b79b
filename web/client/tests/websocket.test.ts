// The library over real WebSockets in Node, against a small service that pairs and relays.

import type { AddressInfo } from "node:net";
import { expect, test, vi } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { systemClock } from "../src/browser.js";
import { defaultHttp } from "../src/http.js";
import { type Chat, createParley, type Message, seek, webSocketTransport } from "../src/index.js";
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

test("files go over HTTP where there is no XMLHttpRequest", async () => {
  const services = new Services(new VirtualTime(systemClock.now()));
  const { server, url } = await serve(services);
  const transport = webSocketTransport(WebSocket as never);
  const waits = [1, 2].map(() =>
    createParley({ url, transport, storage: null }).seek({ language: "en" }),
  );
  await Promise.all(waits.map((wait) => new Promise<void>((d) => wait.on("waiting", () => d()))));
  services.pair();
  const [ann, bob] = (await Promise.all(waits.map((wait) => wait.chat))) as [Chat, Chat];
  const arrived = new Promise<Message>((done) => bob.on("message", done));
  const told: number[] = [];
  const onProgress = (fraction: number) => told.push(fraction);
  ann.sendFile(new Blob(["bytes"]), { name: "a.bin", onProgress });
  const message = await arrived;
  expect(message.file).toMatchObject({ name: "a.bin", size: 5 });
  expect(told).toEqual([0, 1]);
  expect(await (await bob.fileOf(message)).text()).toBe("bytes");
  ann.leave();
  server.close();
});

test("where there is one, it tells the progress", async () => {
  class Request {
    static made: Request[] = [];
    readonly upload = {} as { onprogress: (event: object) => void };
    readonly headers: Record<string, string> = {};
    onload = () => {};
    onabort = () => {};
    status = 201;
    response = new Blob(["answer"]);
    said: unknown[] = [];
    constructor() {
      Request.made.push(this);
    }
    open(...said: unknown[]) {
      this.said.push(...said);
    }
    setRequestHeader(name: string, value: string) {
      this.headers[name] = value;
    }
    send(body: unknown) {
      this.said.push(body);
    }
    abort() {
      this.onabort();
    }
  }
  vi.stubGlobal("XMLHttpRequest", Request);
  const off = new AbortController();
  const told: number[] = [];
  const body = new Blob(["bytes"]);
  const ask = () =>
    defaultHttp({
      ...{ method: "POST" as const, url: "http://parley.test/files", body, signal: off.signal },
      headers: { authorization: "Bearer x" },
      progress: (fraction) => told.push(fraction),
    });
  const answer = ask();
  const [request] = Request.made;
  expect(request?.said).toEqual(["POST", "http://parley.test/files", body]);
  expect(request?.headers).toEqual({ authorization: "Bearer x" });
  request?.upload.onprogress({ loaded: 2, total: 5 });
  expect(told).toEqual([0.4]);
  request?.onload();
  expect(await answer).toEqual({ status: 201, body: request?.response });
  const cut = ask();
  off.abort();
  await expect(cut).rejects.toBe(undefined);
  vi.unstubAllGlobals();
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

test("whoever awaits one frame can listen for the next, also when both come in one packet", async () => {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await new Promise((done) => server.once("listening", done));
  server.on("connection", (socket, { socket: below }) => {
    below.cork();
    for (const text of ["first", "second"]) socket.send(text);
    below.uncork();
  });
  const { port } = server.address() as AddressInfo;
  const heard: string[] = [];
  let hear = (_: string): void => {};
  const first = new Promise<string>((done) => {
    hear = done;
  });
  const connection = webSocketTransport(WebSocket as never).open(`ws://127.0.0.1:${port}`, "x", {
    opened: () => {},
    frame: (text) => hear(text),
    closed: () => {},
  });
  heard.push(await first);
  await new Promise<void>((done) => {
    hear = (text) => {
      heard.push(text);
      done();
    };
  });
  expect(heard).toEqual(["first", "second"]);
  connection.close(1000);
  server.close();
});
