// The model of the services behind real WebSockets and HTTP, on a port of the loopback.
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { WebSocketServer } from "ws";
import { Bytes, idOf } from "./file_store.js";
import type { Hall } from "./hall.js";
import type { Services } from "./services.js";

const keepFiles = async (
  services: Services | Hall,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  if (!("files" in services)) return void response.writeHead(404).end();
  const { files } = services.files;
  const id = request.url?.split("/")[4] ?? "";
  if (request.method === "POST") {
    const bytes = new Bytes(await text(request));
    files.set(idOf(bytes.content), bytes);
    response.writeHead(201).end(JSON.stringify({ file: idOf(bytes.content) }));
  } else {
    const found = files.get(id);
    response.writeHead(found ? 200 : 404, { "content-type": "application/octet-stream" });
    response.end(request.method === "GET" && found ? found.content : undefined);
  }
};

export const serve = async (
  services: Services | Hall,
): Promise<{ server: WebSocketServer; url: string }> => {
  const web = createServer((request, response) => keepFiles(services, request, response));
  const server = new WebSocketServer({ server: web, handleProtocols: () => "parley.v1" });
  server.on("close", () => web.close());
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
  web.listen(0, "127.0.0.1");
  await once(web, "listening");
  const { port } = web.address() as AddressInfo;
  return { server, url: `http://127.0.0.1:${port}` };
};
