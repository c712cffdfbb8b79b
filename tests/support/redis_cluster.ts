// A Redis Cluster of three masters and three replicas, six processes on loopback, and what an operator does to one.
import { freePort } from "./ports.ts";
import { Redis } from "./redis.ts";

const slotCount = 16_384;
const masterCount = 3;

// Quick to notice a death, and serving the slots that are left meanwhile.
const clusterArguments = [
  ...["--cluster-enabled", "yes", "--cluster-node-timeout", "1000"],
  ...["--cluster-require-full-coverage", "no", "--cluster-replica-validity-factor", "0"],
  ...["--cluster-allow-replica-migration", "no", "--repl-diskless-sync-delay", "0"],
];

interface Member {
  readonly redis: Redis;
  readonly busPort: number;
  id: string;
}

export class RedisCluster {
  private readonly members: Member[] = [];

  async start(): Promise<this> {
    for (let i = 0; i < 2 * masterCount; ++i) {
      const busPort = await freePort();
      const redis = new Redis([...clusterArguments, "--cluster-port", String(busPort)]);
      await redis.start();
      this.members.push({ redis, busPort, id: "" });
    }
    await Promise.all(this.members.map((member) => this.found(member)));
    await this.eventually("known to all", (nodes) => nodes.length === this.members.length);
    const replicas = this.members.slice(masterCount);
    for (const [i, replica] of replicas.entries()) {
      const master = this.members[i] as Member;
      await expectOk(replica.redis, "CLUSTER", "REPLICATE", master.id);
    }
    for (const { redis } of replicas) {
      await poll("replicas follow", async () =>
        /master_link_status:up/.test(await redis.command("INFO", "replication")),
      );
    }
    await this.serves();
    return this;
  }

  // What makes a service use it. One seed is enough, and the last is a replica.
  get settings(): Readonly<Record<string, string>> {
    const port = this.members.at(-1)?.redis.port;
    return { "redis.cluster": "true", "redis.address": `127.0.0.1:${port}` };
  }

  // As the other members see it.
  async masterOf(key: string): Promise<Redis> {
    const slot = await this.slotOf(key);
    for (const member of this.alive()) {
      const node = (await nodesSeenBy(member)).find((each) => has(each.slots, slot));
      const master = this.alive().find(({ id }) => id === node?.id);
      if (master) return master.redis;
    }
    throw new Error(`nobody has slot ${slot}`);
  }

  // A master that is not this one.
  async otherMaster(than: Redis): Promise<Redis> {
    for (const { redis } of this.alive()) {
      if (redis !== than && (await isMaster(redis))) return redis;
    }
    throw new Error("no other master");
  }

  // Of the two that `settings` name one of.
  async masterAtSeed(): Promise<Redis> {
    const seed = this.members.at(-1) as Member;
    const own = (await nodesSeenBy(seed)).find(({ id }) => id === seed.id);
    return this.members.find(({ id }) => id === own?.master)?.redis ?? seed.redis;
  }

  // So that nobody takes over; those who died.
  async killWithReplica(master: Redis): Promise<Redis[]> {
    const [seen] = await Promise.all(this.alive().slice(-1).map(nodesSeenBy));
    const replica = this.members.find(({ id }) =>
      seen?.some((node) => node.id === id && node.master === this.idOf(master)),
    );
    if (!replica) throw new Error("it has no replica");
    await replica.redis.kill();
    await master.kill();
    return [master, replica.redis];
  }

  // Its replica takes over, and it becomes a replica: with all that it has, or by force, without being asked.
  async handOver(from: Redis, how: "in_peace" | "by_force"): Promise<void> {
    for (const member of this.alive()) {
      const own = (await nodesSeenBy(member)).find(({ id }) => id === member.id);
      if (own?.master !== this.idOf(from)) continue;
      // A peaceful one is given up by Redis after 5 s when the votes did not come in time, as they may
      // not soon after another failover; an operator says it again.
      let givenUpAt = 0;
      return poll("the replica takes over", async () => {
        if (await isMaster(member.redis)) return true;
        if (Date.now() < givenUpAt) return false;
        givenUpAt = Date.now() + 5_500;
        const mode = how === "by_force" ? ["TAKEOVER"] : [];
        await expectOk(member.redis, "CLUSTER", "FAILOVER", ...mode);
        return false;
      });
    }
    throw new Error("it has no replica");
  }

  slotOf(key: string): Promise<number> {
    const [member] = this.alive();
    if (!member) throw new Error("no member lives");
    return member.redis.integer("CLUSTER", "KEYSLOT", key);
  }

  // The beginning and the end of what redis-cli does for each slot. Between them stands `move`.
  async beginMove(slot: number, from: Redis, to: Redis): Promise<void> {
    await expectOk(to, "CLUSTER", "SETSLOT", String(slot), "IMPORTING", this.idOf(from));
    await expectOk(from, "CLUSTER", "SETSLOT", String(slot), "MIGRATING", this.idOf(to));
  }

  async move(from: Redis, to: Redis, ...keys: readonly string[]): Promise<void> {
    const where = ["127.0.0.1", String(to.port), "", "0", "5000", "KEYS"];
    await expectOk(from, "MIGRATE", ...where, ...keys);
  }

  async endMove(slot: number, from: Redis, to: Redis): Promise<void> {
    const others = this.alive().filter(({ redis }) => redis !== to && redis !== from);
    for (const redis of [to, from]) {
      await expectOk(redis, "CLUSTER", "SETSLOT", String(slot), "NODE", this.idOf(to));
    }
    // A replica is told by its master.
    for (const { redis } of others) {
      if (!(await isMaster(redis))) continue;
      await expectOk(redis, "CLUSTER", "SETSLOT", String(slot), "NODE", this.idOf(to));
    }
  }

  async keysOf(slot: number, at: Redis): Promise<string[]> {
    const reply = await at.command("CLUSTER", "GETKEYSINSLOT", String(slot), "1000");
    return reply.split("\r\n").filter((line) => line !== "" && !/^[*$]\d+$/.test(line));
  }

  async moveSlot(slot: number, from: Redis, to: Redis): Promise<void> {
    await this.beginMove(slot, from, to);
    const keys = await this.keysOf(slot, from);
    if (keys.length > 0) await this.move(from, to, ...keys);
    await this.endMove(slot, from, to);
  }

  // Every slot has a living master, and all members agree.
  async serves(): Promise<void> {
    await this.eventually("every slot served", (nodes) => {
      const living = nodes.filter((node) => !/fail/.test(node.flags) && /master/.test(node.flags));
      return living.reduce((sum, { slots }) => sum + count(slots), 0) === slotCount;
    });
    for (const { redis } of this.alive()) {
      await poll("cluster_state:ok", async () =>
        /cluster_state:ok/.test(await redis.command("CLUSTER", "INFO")),
      );
    }
  }

  // All die; all come back with the part that they had, and nothing in them.
  async killAll(): Promise<void> {
    await Promise.all(this.members.map(({ redis }) => redis.kill()));
  }

  async startAll(): Promise<void> {
    await Promise.all(this.members.map(({ redis }) => redis.start()));
  }

  async stop(): Promise<void> {
    await Promise.all(this.members.map(({ redis }) => redis.stop()));
  }

  private async found(member: Member): Promise<void> {
    const { redis } = member;
    const at = this.members.indexOf(member);
    member.id = (await redis.command("CLUSTER", "MYID")).split("\r\n")[1] ?? "";
    await expectOk(redis, "CLUSTER", "SET-CONFIG-EPOCH", String(at + 1));
    if (at < masterCount) {
      const first = Math.floor((at * slotCount) / masterCount);
      const last = Math.floor(((at + 1) * slotCount) / masterCount) - 1;
      await expectOk(redis, "CLUSTER", "ADDSLOTSRANGE", String(first), String(last));
    }
    for (const each of this.members) {
      const address = ["127.0.0.1", String(each.redis.port), String(each.busPort)];
      if (each !== member) await expectOk(redis, "CLUSTER", "MEET", ...address);
    }
  }

  private alive(): Member[] {
    return this.members.filter(({ redis }) => redis.isRunning);
  }

  private idOf(redis: Redis): string {
    return this.members.find((member) => member.redis === redis)?.id ?? "";
  }

  private async eventually(what: string, holds: (nodes: SeenNode[]) => boolean): Promise<void> {
    for (const member of this.alive()) {
      await poll(what, async () => holds(await nodesSeenBy(member)));
    }
  }
}

interface SeenNode {
  readonly id: string;
  readonly flags: string;
  readonly master: string;
  readonly slots: ReadonlyArray<readonly [number, number]>;
}

// CLUSTER NODES: id, address, flags, master, ping, pong, epoch, link, then its ranges of slots.
async function nodesSeenBy({ redis }: Member): Promise<SeenNode[]> {
  const lines = (await redis.command("CLUSTER", "NODES")).split(/\r?\n/);
  return lines.flatMap((line) => {
    const [id, , flags, master = "", , , , , ...ranges] = line.split(" ");
    if (!id || !flags || /handshake|noaddr/.test(flags)) return [];
    const slots = ranges
      .filter((range) => !range.startsWith("["))
      .map((range) => range.split("-").map(Number))
      .map(([first = 0, last = first]) => [first, last] as const);
    return [{ id, flags, master, slots }];
  });
}

function has(slots: SeenNode["slots"], slot: number): boolean {
  return slots.some(([first, last]) => first <= slot && slot <= last);
}

function count(slots: SeenNode["slots"]): number {
  return slots.reduce((sum, [first, last]) => sum + last - first + 1, 0);
}

async function isMaster(redis: Redis): Promise<boolean> {
  return /role:master/.test(await redis.command("INFO", "replication"));
}

async function expectOk(redis: Redis, ...words: readonly string[]): Promise<void> {
  const reply = await redis.command(...words);
  if (!reply.startsWith("+")) throw new Error(`${words.join(" ")}: ${reply}`);
}

// Redis tells of none of this by itself: it is asked until it is so.
async function poll(what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`the cluster: ${what} did not happen`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
