// nginx as the gateway, from the project's own template, before services of a test.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { renderGateway } from "../../web/gateway/render.mjs";
import { freePort } from "./ports.ts";
import { Service } from "./service.ts";

export interface GatewayOptions {
  // The folder of the page.
  readonly page: string;
  // Addresses ("127.0.0.1:20001") of the matchmakers, and of each chat-node by its id.
  readonly matchmakers: readonly string[];
  readonly nodes: Readonly<Record<string, string>>;
  // The address of the probe, if there is one.
  readonly probe?: string;
}

export class Gateway {
  port = 0;
  readonly dir = mkdtempSync(join(tmpdir(), "parley-gateway-"));
  private nginx: Service | undefined;

  async start(options: GatewayOptions): Promise<this> {
    this.port = await freePort();
    const listen = `127.0.0.1:${this.port}`;
    const args = renderGateway({ ...options, listen, log: this.accessLog, run: this.dir });
    this.nginx = new Service("nginx", "nginx", args);
    await this.answering();
    return this;
  }

  url(path: string): string {
    return `http://127.0.0.1:${this.port}${path}`;
  }

  wsUrl(path: string): string {
    return `ws://127.0.0.1:${this.port}${path}`;
  }

  // All that it has logged: its errors, then one line for each request.
  get log(): string {
    return `${this.nginx?.tail() ?? ""}\n${readFileSync(this.accessLog, "utf8")}`;
  }

  private get accessLog(): string {
    return join(this.dir, "access.log");
  }

  // Lets `meanwhile` happen while nginx accepts nobody.
  async whileFrozen<T>(meanwhile: () => Promise<T>): Promise<T> {
    const master = readFileSync(join(this.dir, "nginx.pid"), "utf8").trim();
    const children = readFileSync(`/proc/${master}/task/${master}/children`, "utf8");
    const workers = children.split(" ").filter(Boolean).map(Number);
    if (workers.length === 0) throw new Error("nginx has no worker");
    const signal = (name: NodeJS.Signals) => {
      for (const worker of workers) process.kill(worker, name);
    };
    signal("SIGSTOP");
    try {
      return await meanwhile();
    } finally {
      signal("SIGCONT");
    }
  }

  async stop(): Promise<void> {
    await this.nginx?.terminate();
    rmSync(this.dir, { recursive: true, force: true });
  }

  // nginx does not say when it listens, so it is asked until it answers.
  private async answering(): Promise<void> {
    for (const deadline = Date.now() + 10_000; ; ) {
      const isUp = await fetch(this.url("/healthz")).then(
        (answer) => answer.ok,
        () => false,
      );
      if (isUp) return;
      if (!this.nginx?.isRunning || Date.now() > deadline)
        throw new Error(`no gateway\n${this.nginx?.tail()}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
