// A private redis-server of a test, and a few raw commands to look into it or to hurt it.

import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./ports.ts";
import { Service } from "./service.ts";

export class Redis {
  readonly dir = mkdtempSync(join(tmpdir(), "parley-redis-"));
  port = 0;
  private server: Service | undefined;

  // `more`: arguments of redis-server besides those that every test wants.
  constructor(private readonly more: readonly string[] = []) {}

  async start(): Promise<this> {
    this.port ||= await freePort();
    const args = ["--port", String(this.port), "--bind", "127.0.0.1", "--dir", this.dir];
    const memory = ["--save", "", "--appendonly", "no", "--maxmemory-policy", "noeviction"];
    this.server = new Service("redis", "redis-server", [...args, ...memory, ...this.more]);
    await this.server.line("start", (line) =>
      /Ready to accept connections/.test(line) ? true : undefined,
    );
    return this;
  }

  get isRunning(): boolean {
    return this.server?.isRunning ?? false;
  }

  freeze(): void {
    this.server?.signal("SIGSTOP");
  }

  wake(): void {
    this.server?.signal("SIGCONT");
  }

  async kill(): Promise<void> {
    await this.server?.kill();
  }

  // As after a crash without persistence: the same port, nothing in it.
  async restartEmpty(): Promise<void> {
    await this.kill();
    await this.start();
  }

  async stop(): Promise<void> {
    await this.server?.kill();
    rmSync(this.dir, { recursive: true, force: true });
  }

  // The raw reply (RESP2) to one command; enough for a test to look at.
  command(...words: readonly string[]): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(this.port, "127.0.0.1");
      const request = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join("");
      const quit = "*1\r\n$4\r\nQUIT\r\n";
      let reply = "";
      socket.setEncoding("utf8");
      socket.on("data", (chunk) => {
        reply += chunk;
      });
      socket.on("error", reject);
      socket.on("close", () => resolve(reply.replace(/\+OK\r\n$/, "")));
      socket.write(`*${words.length}\r\n${request}${quit}`);
    });
  }

  // The integer that a command answers.
  async integer(...words: readonly string[]): Promise<number> {
    return Number((await this.command(...words)).replace(/^:/, "").trim());
  }
}
