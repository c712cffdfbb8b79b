// The model of the services behind real WebSockets, on a port of the loopback.
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import type { Services } from "./services.js";

export const serve = async (
  services: Services,
): Promise<{ server: WebSocketServer; url: string }> => {
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
  const { port } = server.address() as AddressInfo;
  return { server, url: `http://127.0.0.1:${port}` };
};
