// A stand-in for a matchmaker or a chat-node behind the gateway: answers HTTP with a status it was told and what it was
// asked, and repeats what it hears on a WebSocket with its own name before it.
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";

export class FakeService {
  status = 200;
  readonly asked: IncomingMessage[] = [];
  private readonly server: Server;
  private readonly sockets: WebSocketServer;

  constructor(readonly name: string) {
    this.server = createServer((request, response) => {
      this.asked.push(request);
      response.writeHead(this.status, {
        "Content-Type": "application/json",
        "Cache-Control": "max-age=1",
      });
      response.end(JSON.stringify({ name: this.name }));
    });
    const handleProtocols = (offered: Set<string>) =>
      offered.has("parley.v1") ? "parley.v1" : false;
    this.sockets = new WebSocketServer({ noServer: true, handleProtocols });
    this.server.on("upgrade", (request, socket, head) => {
      this.asked.push(request);
      if (this.status !== 200) {
        socket.end(
          `HTTP/1.1 ${this.status} Told So\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
        );
        return;
      }
      this.sockets.handleUpgrade(request, socket, head, (each) => this.repeat(each));
    });
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return this;
  }

  get address(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get last(): IncomingMessage {
    const request = this.asked.at(-1);
    if (!request) throw new Error(`${this.name} has not been asked anything`);
    return request;
  }

  async stop(): Promise<void> {
    for (const each of this.sockets.clients) each.terminate();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private repeat(socket: WebSocket): void {
    socket.on("message", (text) => {
      socket.send(JSON.stringify({ from: this.name, heard: JSON.parse(String(text)) }));
    });
  }
}
