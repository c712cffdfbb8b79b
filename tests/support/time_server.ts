// Servers of time: Debian's chronyd, unpacked by ./dev, and one of the test's own that lies as it is told to.
import { createSocket, type Socket } from "node:dgram";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "./ports.ts";
import { Service } from "./service.ts";

const program = fileURLToPath(
  new URL("../../build/tools/chrony/usr/sbin/chronyd", import.meta.url),
);

export class Chronyd {
  private constructor(
    readonly place: string,
    private readonly dir: string,
    private readonly service: Service,
  ) {}

  // Tells this machine's own time, and leaves the clock alone (-x).
  static async start(): Promise<Chronyd> {
    if (!existsSync(program)) throw new Error(`no ${program}: ./dev test unpacks it`);
    const dir = mkdtempSync(join(tmpdir(), "parley-chrony-"));
    const port = await freePort();
    const config = [
      `port ${port}`,
      "bindaddress 127.0.0.1",
      "allow 127.0.0.1",
      "local stratum 8",
      "cmdport 0",
      "bindcmdaddress /",
      `pidfile ${join(dir, "pid")}`,
    ];
    const file = join(dir, "chrony.conf");
    writeFileSync(file, `${config.join("\n")}\n`);
    const user = process.env.USER ?? (process.getuid?.() === 0 ? "root" : "");
    const args = ["-x", "-d", "-U", ...(user ? ["-u", user] : []), "-f", file];
    const service = new Service("chronyd", program, args);
    await service.line(
      "start",
      (line) => /Disabled control of system clock/.test(line) || undefined,
    );
    return new Chronyd(`127.0.0.1:${port}`, dir, service);
  }

  async stop(): Promise<void> {
    await this.service.terminate();
    rmSync(this.dir, { recursive: true, force: true });
  }
}

export interface Manner {
  readonly offsetMs?: number;
  readonly leap?: number; // 3: not synchronized
  readonly stratum?: number; // 0: the kiss says why
  readonly kiss?: string;
  readonly forged?: boolean; // the answer is to no question of ours
}

const unixEpoch = 2_208_988_800; // seconds since 1900

export class TimeServer {
  manner: Manner = {};
  asked = 0;

  private constructor(
    private readonly socket: Socket,
    readonly place: string,
  ) {}

  static start(manner: Manner = {}): Promise<TimeServer> {
    const socket = createSocket("udp4");
    return new Promise((resolve) => {
      socket.bind(0, "127.0.0.1", () => {
        const server = new TimeServer(socket, `127.0.0.1:${socket.address().port}`);
        server.manner = manner;
        socket.on("message", (question, from) => {
          ++server.asked;
          socket.send(server.answer(question), from.port, from.address);
        });
        resolve(server);
      });
    });
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.socket.close(resolve));
  }

  private answer(question: Buffer): Buffer {
    const { offsetMs = 0, leap = 0, stratum = 2, kiss = "TEST", forged = false } = this.manner;
    const packet = Buffer.alloc(48);
    packet[0] = (leap << 6) | (4 << 3) | 4;
    packet[1] = stratum;
    packet[3] = 0xec; // a microsecond
    packet.write(kiss, 12, "latin1");
    question.copy(packet, 24, 40, 48);
    if (forged) packet[24] = (packet[24] ?? 0) ^ 1;
    const now = (performance.timeOrigin + performance.now() + offsetMs) / 1000;
    for (const at of [32, 40]) {
      packet.writeUInt32BE(Math.floor(now) + unixEpoch, at);
      packet.writeUInt32BE(Math.floor((now % 1) * 2 ** 32), at + 4);
    }
    return packet;
  }
}
