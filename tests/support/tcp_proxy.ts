// A TCP proxy on loopback that can hold back one direction, lose what it holds, and cut: the network between a service
// and Redis, in the hands of a test.
import { connect, createServer, type Server, type Socket } from "node:net";

export type Direction = "requests" | "replies";

interface Pair {
  readonly client: Socket;
  readonly target: Socket;
  readonly held: { requests: Buffer[]; replies: Buffer[] };
}

export class TcpProxy {
  port = 0;
  private readonly server: Server;
  private readonly pairs = new Set<Pair>();
  private readonly holding = { requests: false, replies: false };
  private watcher: ((chunk: string) => void) | undefined;
  private refusing = false;

  constructor(private targetPort: number) {
    this.server = createServer((client) => this.accept(client));
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    const address = this.server.address();
    if (address && typeof address === "object") this.port = address.port;
    return this;
  }

  // Connections made from now on go there: a failover.
  retarget(port: number): void {
    this.targetPort = port;
  }

  hold(direction: Direction): void {
    this.holding[direction] = true;
  }

  // Lets go on what was held, in order.
  release(direction: Direction): void {
    this.holding[direction] = false;
    for (const pair of this.pairs) {
      const to = direction === "requests" ? pair.target : pair.client;
      for (const chunk of pair.held[direction].splice(0)) to.write(chunk);
    }
  }

  // Resolves when a request that contains `text` has arrived here (whether held or passed on).
  seen(text: string): Promise<void> {
    return new Promise((resolve) => {
      this.watcher = (chunk) => {
        if (!chunk.includes(text)) return;
        this.watcher = undefined;
        resolve();
      };
    });
  }

  // Cuts every connection; what is held is lost.
  cut(): void {
    for (const pair of this.pairs) {
      pair.client.resetAndDestroy();
      pair.target.resetAndDestroy();
    }
    this.pairs.clear();
  }

  // Refuses new connections and cuts the living ones, until `accept`.
  down(): void {
    this.refusing = true;
    this.cut();
  }

  up(): void {
    this.refusing = false;
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private accept(client: Socket): void {
    if (this.refusing) {
      client.resetAndDestroy();
      return;
    }
    const target = connect(this.targetPort, "127.0.0.1");
    const pair: Pair = { client, target, held: { requests: [], replies: [] } };
    this.pairs.add(pair);
    client.on("data", (chunk) => {
      this.watcher?.(chunk.toString("latin1"));
      if (this.holding.requests) pair.held.requests.push(chunk);
      else target.write(chunk);
    });
    target.on("data", (chunk) => {
      if (this.holding.replies) pair.held.replies.push(chunk);
      else client.write(chunk);
    });
    for (const [one, other] of [
      [client, target],
      [target, client],
    ] as const) {
      one.on("error", () => other.destroy());
      one.on("close", () => {
        other.destroy();
        this.pairs.delete(pair);
      });
    }
  }
}
