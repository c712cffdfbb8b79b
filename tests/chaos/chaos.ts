// parley-chaos as a test runs it: a folder of its own for what it writes, and what it says in the end.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Service } from "../support/service.ts";
import { programs } from "../support/system.ts";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const experiments = join(root, "chaos/runner/experiments");

interface Property {
  readonly verdict: string;
  readonly violations: number;
}

export interface Verdict {
  readonly verdict: string;
  readonly reasons: readonly string[];
  readonly properties: Readonly<Record<string, Property>>;
  readonly origin: { readonly checkers_agree?: boolean };
}

export interface Outcome {
  readonly status: number | null;
  readonly said: string;
  readonly verdict: Verdict;
}

export class Chaos {
  readonly dir = mkdtempSync(join(tmpdir(), "parley-chaos-"));
  readonly out = join(this.dir, "out");

  // A file of this test's own, an experiment for instance; its path.
  write(name: string, text: string, mode = 0o644): string {
    const file = join(this.dir, name);
    writeFileSync(file, text, { mode });
    return file;
  }

  start(args: readonly string[], env: NodeJS.ProcessEnv = {}): Service {
    const places = [
      "--experiments",
      experiments,
      "--checker",
      join(root, "chaos/checker/check.mjs"),
    ];
    return new Service("chaos", join(programs, "parley-chaos"), [...args, ...places], env);
  }

  async run(
    experiment: string,
    args: readonly string[] = [],
    env: NodeJS.ProcessEnv = {},
  ): Promise<Outcome> {
    return this.outcome(this.start(["run", experiment, "--out", this.out, ...args], env));
  }

  async outcome(run: Service): Promise<Outcome> {
    const { code } = await run.exit;
    const verdict = JSON.parse(readFileSync(join(this.out, "verdict.json"), "utf8")) as Verdict;
    return { status: code, said: run.tail(60), verdict };
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}
