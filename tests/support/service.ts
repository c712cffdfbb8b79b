// One child process of a test (a Parley service or redis-server): started, waited for, killed, and checked for what it
// said when it died. Nothing here knows what the process does.
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface LogLine {
  readonly level?: string;
  readonly msg?: string;
  readonly [field: string]: unknown;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

// What AddressSanitizer and UndefinedBehaviorSanitizer print; any of it fails the test that ran the process.
const sanitizer = /(AddressSanitizer|LeakSanitizer|runtime error:|check failed)/;

export class Service {
  readonly lines: string[] = [];
  readonly exit: Promise<Exit>;
  private readonly child: ChildProcess;
  private waiters: Array<() => void> = [];
  private ended: Exit | undefined;

  constructor(
    readonly name: string,
    program: string,
    args: readonly string[],
    env: NodeJS.ProcessEnv = {},
  ) {
    this.child = spawn(program, args, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...env },
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      if (stream) createInterface({ input: stream }).on("line", (line) => this.heard(line));
    }
    this.exit = new Promise((resolve) => {
      const end = (exit: Exit) => {
        this.ended ??= exit;
        resolve(this.ended);
        this.wake();
      };
      this.child.once("error", (error) => {
        this.heard(`cannot start: ${error.message}`);
        end({ code: 127, signal: null });
      });
      this.child.once("close", (code, signal) => end({ code, signal }));
    });
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error(`${this.name} did not start`);
    return this.child.pid;
  }

  get isRunning(): boolean {
    return this.ended === undefined;
  }

  // The first line, said already or to come, that `accept` takes; fails when the process ends without it.
  async line<T>(
    what: string,
    accept: (line: string) => T | undefined,
    timeoutMs = 20_000,
  ): Promise<T> {
    const deadline = Date.now() + timeoutMs;
    for (let next = 0; ; ) {
      for (; next < this.lines.length; ++next) {
        const taken = accept(this.lines[next] ?? "");
        if (taken !== undefined) return taken;
      }
      const left = deadline - Date.now();
      if (this.ended || left <= 0) throw new Error(`${this.name}: no ${what}\n${this.tail()}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.waiters.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  // The first JSON log line with this message (and these fields).
  logged(
    msg: string,
    fields: Readonly<Record<string, unknown>> = {},
    timeoutMs?: number,
  ): Promise<LogLine> {
    return this.line(
      `log line "${msg}"`,
      (text) => {
        const line = parseLog(text);
        const fits =
          line?.msg === msg && Object.entries(fields).every(([key, value]) => line[key] === value);
        return fits ? line : undefined;
      },
      timeoutMs,
    );
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  async kill(): Promise<Exit> {
    this.signal("SIGKILL");
    return this.exit;
  }

  async terminate(deadlineMs = 15_000): Promise<Exit> {
    this.signal("SIGCONT");
    this.signal("SIGTERM");
    const timer = setTimeout(() => {
      this.heard("the test killed it: it did not stop in time");
      this.signal("SIGKILL");
    }, deadlineMs);
    const exit = await this.exit;
    clearTimeout(timer);
    return exit;
  }

  // What a sanitizer or a failed check said; empty when all is well.
  complaints(): string[] {
    const first = this.lines.findIndex((line) => sanitizer.test(line));
    return first < 0 ? [] : this.lines.slice(first, first + 40);
  }

  tail(count = 25): string {
    return this.lines
      .slice(-count)
      .map((line) => `  ${this.name}| ${line}`)
      .join("\n");
  }

  private heard(line: string): void {
    this.lines.push(line);
    this.wake();
  }

  private wake(): void {
    const waiters = this.waiters;
    this.waiters = [];
    for (const waiter of waiters) waiter();
  }
}

function parseLog(text: string): LogLine | undefined {
  if (!text.startsWith("{")) return undefined;
  try {
    return JSON.parse(text) as LogLine;
  } catch {
    return undefined;
  }
}
