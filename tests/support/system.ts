// A whole Parley on loopback without its gateway: redis-server, matchmakers, chat-nodes. A test says which of them it kills,
// freezes or restarts; ports stay the same over a restart, as a pod's name does.
import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "./ports.ts";
import { Redis } from "./redis.ts";
import type { RedisCluster } from "./redis_cluster.ts";
import { Service } from "./service.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

// Where the programs under test are: the release build, or what the environment names (the sanitizer build).
export const programs = process.env.PARLEY_PROGRAMS ?? join(root, "build/release/bin");

export type Settings = Readonly<Record<string, string | number>>;

export interface SystemOptions {
  readonly matchmakers?: number;
  readonly nodes?: number;
  // Settings of every matchmaker and of every node, as `section.key`.
  readonly matchmaker?: Settings;
  readonly node?: Settings;
  // Where the services find Redis, if not at its own port: a proxy of the test.
  readonly redisPort?: (service: string, port: number) => number;
  // In place of the one Redis; its test has started it, and stops it.
  readonly cluster?: RedisCluster;
}

// So that ending a test does not take as long as emptying a real node may.
const quickDrain: Settings = { "drain.deadline_ms": 1_500, "drain.spread_ms": 200 };

interface Seat {
  readonly program: string;
  readonly id: string;
  readonly port: number;
  readonly adminPort: number;
  readonly settings: Settings;
  service: Service | undefined;
}

export class System {
  readonly redis = new Redis();
  private readonly dir = mkdtempSync(join(tmpdir(), "parley-test-"));
  private readonly seats = new Map<string, Seat>();
  private readonly past: Service[] = [];
  private turn = 0;

  constructor(private readonly options: SystemOptions = {}) {
    writeFileSync(this.keysFile, `${randomBytes(32).toString("hex")}\n`, { mode: 0o600 });
  }

  get keysFile(): string {
    return join(this.dir, "keys");
  }

  async start(): Promise<this> {
    if (!existsSync(join(programs, "parley-chat-node"))) {
      throw new Error(`no programs in ${programs}: build first (./dev build release)`);
    }
    if (!this.options.cluster) await this.redis.start();
    const { matchmakers = 1, nodes = 1 } = this.options;
    for (let i = 0; i < matchmakers; ++i) await this.add("matchmaker", `matchmaker-${i}`);
    for (let i = 0; i < nodes; ++i) await this.add("chat-node", `node-${i}`);
    return this;
  }

  // A further service (or the first ones); `settings` come on top of the system's.
  async add(
    kind: "matchmaker" | "chat-node",
    id: string,
    settings: Settings = {},
  ): Promise<Service> {
    const general = kind === "matchmaker" ? this.options.matchmaker : this.options.node;
    this.seats.set(id, {
      program: `parley-${kind}`,
      id,
      port: await freePort(),
      adminPort: await freePort(),
      settings: {
        [kind === "matchmaker" ? "matchmaker.id" : "node.id"]: id,
        ...quickDrain,
        ...general,
        ...settings,
      },
      service: undefined,
    });
    return this.restart(id);
  }

  // Starts it (again) at its port and waits until it serves.
  async restart(id: string): Promise<Service> {
    const seat = this.seat(id);
    const redisPort = this.options.redisPort?.(id, this.redis.port) ?? this.redis.port;
    const settings: Settings = {
      "listen.port": seat.port,
      "admin.port": seat.adminPort,
      ...(this.options.cluster?.settings ?? { "redis.port": redisPort }),
      "tokens.keys_file": this.keysFile,
      ...seat.settings,
    };
    const args = Object.entries(settings).map(([key, value]) => `--${key}=${value}`);
    const service = new Service(id, join(programs, seat.program), args);
    seat.service = service;
    this.past.push(service);
    await service.logged("ready");
    return service;
  }

  service(id: string): Service {
    const { service } = this.seat(id);
    if (!service) throw new Error(`${id} has not been started`);
    return service;
  }

  // The address behind a path of the gateway, as the gateway would route it; matchmakers take turns.
  route(path: string): string {
    const node = /^\/node\/([^/]+)\/ws$/.exec(path)?.[1];
    if (node) return `ws://127.0.0.1:${this.seats.get(node)?.port ?? 1}/ws`;
    const matchmakers = [...this.seats.values()].filter(
      (seat) => seat.program === "parley-matchmaker",
    );
    const alive = matchmakers.filter((seat) => seat.service?.isRunning);
    const seat = (alive.length > 0 ? alive : matchmakers)[this.turn++ % Math.max(1, alive.length)];
    return `ws://127.0.0.1:${seat?.port ?? 1}${path}`;
  }

  address(id: string): string {
    return `127.0.0.1:${this.seat(id).port}`;
  }

  httpUrl(id: string, path: string): string {
    return `http://${this.address(id)}${path}`;
  }

  adminUrl(id: string, path: string): string {
    return `http://127.0.0.1:${this.seat(id).adminPort}${path}`;
  }

  // The value of one metric line of a service (its whole name with labels), 0 when it is not there.
  async metric(id: string, name: string): Promise<number> {
    const text = await (await fetch(this.adminUrl(id, "/metrics"))).text();
    const line = text.split("\n").find((each) => each.startsWith(`${name} `));
    return line ? Number(line.slice(name.length + 1)) : 0;
  }

  // Ends everything; fails when a sanitizer or a check of a service complained, or one did not stop cleanly.
  async stop(): Promise<void> {
    const running = [...this.seats.values()].flatMap((seat) =>
      seat.service?.isRunning ? [seat.service] : [],
    );
    const exits = await Promise.all(running.map((service) => service.terminate()));
    await this.redis.stop();
    rmSync(this.dir, { recursive: true, force: true });
    const complaints = this.past.flatMap((service) => service.complaints());
    if (complaints.length > 0) throw new Error(complaints.join("\n"));
    exits.forEach((exit, i) => {
      if (exit.code !== 0) {
        throw new Error(
          `${running[i]?.name} ended with ${JSON.stringify(exit)}\n${running[i]?.tail()}`,
        );
      }
    });
  }

  // The node that the room lives on now.
  async ownerOf(room: string): Promise<string> {
    const key = `room:{${room}}:owner`;
    const redis = (await this.options.cluster?.masterOf(key)) ?? this.redis;
    const reply = await redis.command("HGET", key, "node");
    return reply.split("\r\n")[1] ?? "";
  }

  private seat(id: string): Seat {
    const seat = this.seats.get(id);
    if (!seat) throw new Error(`no service ${id}`);
    return seat;
  }
}
