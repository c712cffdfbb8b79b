// docker or podman as a test uses it: containers in a network of the test's own, and words to look at them. Which of the two,
// ./dev test containers has found out.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { ContainerSpec } from "./spec.ts";

const run = promisify(execFile);

export const engine = process.env.PARLEY_ENGINE ?? "docker";
export const probeImage = "docker.io/library/debian:bookworm-slim";

export interface Answer {
  readonly status: number; // 0: none
  readonly body: string;
}

export interface Ended {
  readonly code: number;
  readonly tookMs: number;
}

export class Engine {
  readonly network = `parley-test-${process.pid}`;
  private readonly names: string[] = [];
  // Podman as root would make its bridge on this machine: it gets a network namespace to make it in. Docker's daemon and a
  // podman without root have places of their own.
  private readonly owner = engine === "podman" && process.getuid?.() === 0 ? this.network : "";

  async open(): Promise<this> {
    if (this.owner) {
      await run("ip", ["netns", "add", this.owner]);
      await run("ip", ["-n", this.owner, "link", "set", "lo", "up"]);
    }
    await this.do("network", "create", this.network);
    // A build pulls its base into a store of its own.
    const hasProbe = await this.image(probeImage).then(
      () => true,
      () => false,
    );
    if (!hasProbe) await this.do("pull", "--quiet", probeImage);
    return this;
  }

  async close(): Promise<void> {
    // Podman's force is patient first; Docker's is not.
    const force = engine === "podman" ? ["--force", "--time", "0"] : ["--force"];
    for (const name of this.names.splice(0))
      await this.do("rm", ...force, "--volumes", this.id(name));
    await this.do("network", "rm", this.network);
    if (this.owner) await run("ip", ["netns", "delete", this.owner]);
  }

  // A container in the background.
  async start(spec: ContainerSpec): Promise<void> {
    this.names.push(spec.name);
    const [program, ...first] = spec.entrypoint ?? [];
    const instead = program ? ["--entrypoint", program] : [];
    const words = [...first, ...spec.command];
    await this.do("run", "--detach", ...instead, ...this.options(spec), spec.image, ...words);
  }

  // Until it has ended by itself: its exit code, and all that it said.
  async end(name: string): Promise<{ code: number; said: string }> {
    const code = Number(await this.do("wait", this.id(name)));
    return { code, said: await this.logs(name) };
  }

  async stop(name: string, graceSeconds: number): Promise<Ended> {
    const began = Date.now();
    await this.do("stop", "-t", String(graceSeconds), this.id(name));
    const tookMs = Date.now() - began;
    return { code: (await this.inspect(name)).State.ExitCode, tookMs };
  }

  // SIGKILL from outside, as by the kernel; not the engine's own kill, after which it would not start the container again.
  async crash(name: string): Promise<void> {
    const pid = String((await this.inspect(name)).State.Pid);
    const apart = ["--rm", "--network", "none", "--pid", "host"];
    await this.do("run", ...apart, probeImage, "bash", "-c", `kill -9 ${pid}`);
  }

  // GET at a port of the container itself, from inside its network: nothing is published on this machine.
  async get(name: string, port: number, path: string): Promise<Answer> {
    const request = `GET ${path} HTTP/1.0\\r\\nHost: ${name}\\r\\n\\r\\n`;
    const script = `exec 3<>/dev/tcp/127.0.0.1/${port} && printf '${request}' >&3 && cat <&3`;
    const inside = ["--rm", "--network", `container:${this.id(name)}`];
    const said = await this.do("run", ...inside, probeImage, "bash", "-c", script).catch(() => "");
    const [head = "", ...body] = said.split("\r\n\r\n");
    return {
      status: Number(/^HTTP\/1\.\d (\d+)/.exec(head)?.[1] ?? 0),
      body: body.join("\r\n\r\n"),
    };
  }

  // Asked again until it answers 200; no engine tells when a service is ready.
  async ready(name: string, port: number, path: string): Promise<void> {
    for (const deadline = Date.now() + 30_000; Date.now() < deadline; ) {
      // Podman would start one that has ended, to have its network.
      const isRunning = (await this.inspect(name)).State.Running;
      if (isRunning && (await this.get(name, port, path)).status === 200) return;
    }
    throw new Error(`${name} is not ready\n${await this.logs(name)}`);
  }

  async inspect(name: string): Promise<Inspected> {
    return (JSON.parse(await this.do("container", "inspect", this.id(name))) as [Inspected])[0];
  }

  async image(name: string): Promise<InspectedImage> {
    return (JSON.parse(await this.do("image", "inspect", name)) as [InspectedImage])[0];
  }

  // The last of both its streams.
  async logs(name: string): Promise<string> {
    const { stdout, stderr } = await this.execute("logs", "--tail", "40", this.id(name));
    return `${stdout}\n${stderr}`;
  }

  copyOut(name: string, from: string, to: string): Promise<string> {
    return this.do("cp", `${this.id(name)}:${from}`, to);
  }

  // Where containers of this network ask for names.
  async resolver(): Promise<string> {
    if (engine === "docker") return "127.0.0.11";
    const [network] = JSON.parse(await this.do("network", "inspect", this.network));
    return network.subnets[0].gateway;
  }

  private id(name: string): string {
    return `${this.network}-${name}`;
  }

  private options(spec: ContainerSpec): string[] {
    // Podman copies the image's files into a tmpfs, with their owners; Docker never does.
    const tmpfsMode = engine === "podman" ? ",notmpcopyup" : "";
    return [
      ...["--name", this.id(spec.name), "--hostname", spec.name, "--network", this.network],
      ...[spec.name, ...spec.aliases].flatMap((alias) => ["--network-alias", alias]),
      ...Object.entries(spec.hosts).flatMap(([name, at]) => ["--add-host", `${name}:${at}`]),
      ...(spec.user ? ["--user", spec.user] : []),
      ...(spec.readOnly ? ["--read-only"] : []),
      // Podman would make /run and /tmp writable all the same.
      ...(spec.readOnly && engine === "podman" ? ["--read-only-tmpfs=false"] : []),
      ...spec.dropped.flatMap((capability) => ["--cap-drop", capability]),
      ...(spec.noNewPrivileges ? ["--security-opt", "no-new-privileges"] : []),
      ...(spec.memory ? ["--memory", spec.memory] : []),
      ...(spec.restart ? ["--restart", spec.restart] : []),
      ...Object.entries(spec.env).flatMap(([key, value]) => ["--env", `${key}=${value}`]),
      ...spec.mounts.flatMap(({ from, to }) => ["--volume", `${from}:${to}:ro`]),
      ...spec.tmpfs.flatMap(({ to, size }) => [
        "--tmpfs",
        `${to}:rw,mode=1777,size=${size}${tmpfsMode}`,
      ]),
    ];
  }

  private async do(...words: string[]): Promise<string> {
    return (await this.execute(...words)).stdout.trimEnd();
  }

  private execute(...words: string[]): Promise<{ stdout: string; stderr: string }> {
    const whole = this.owner ? ["nsenter", `--net=/run/netns/${this.owner}`, engine] : [engine];
    const [program = engine, ...rest] = [...whole, ...words];
    return run(program, rest, { maxBuffer: 64 << 20 });
  }
}

export interface Inspected {
  readonly State: { readonly ExitCode: number; readonly Pid: number; readonly Running: boolean };
  readonly RestartCount: number;
  readonly HostConfig: { readonly Memory: number; readonly ReadonlyRootfs: boolean };
}

export interface InspectedImage {
  readonly Size: number;
  readonly Config: {
    readonly User: string;
    readonly Labels: Readonly<Record<string, string>>;
  };
}
