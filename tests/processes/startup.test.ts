// A service that cannot start says why in one line and exits with 2; one that can tells what it is.

import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePort } from "../support/ports.ts";
import { Service } from "../support/service.ts";
import { programs, System } from "../support/system.ts";

const system = new System();
const dir = mkdtempSync(join(tmpdir(), "parley-startup-"));

beforeAll(() => system.start());
afterAll(() => system.stop());

async function run(
  program: string,
  ...args: string[]
): Promise<{ code: number | null; lines: string[] }> {
  const service = new Service(program, join(programs, program), args);
  const { code } = await service.exit;
  return { code, lines: service.lines };
}

describe.each(["parley-matchmaker", "parley-chat-node"])("%s", (program) => {
  const id = program === "parley-matchmaker" ? "matchmaker-0" : "node-0";
  const good = () => [
    "--listen.port=0",
    "--admin.port=0",
    `--redis.port=${system.redis.port}`,
    `--tokens.keys_file=${system.keysFile}`,
  ];

  test("an unknown flag is named", async () => {
    const { code, lines } = await run(program, ...good(), "--room.grayce_ms=1");
    expect(code).toBe(2);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain("room.grayce_ms");
  });

  test("an unknown key of the file is named with file and line", async () => {
    const file = join(dir, `${program}.yaml`);
    writeFileSync(file, "log:\n  level: info\nlisten:\n  prot: 80\n");
    const { code, lines } = await run(program, "--config", file, ...good());
    expect(code).toBe(2);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(`${file}:4`);
    expect(lines[0]).toContain("listen.prot");
  });

  test("a value out of range is refused by --check-config, a good file passes", async () => {
    expect((await run(program, "--check-config", ...good(), "--listen.port=70000")).code).toBe(2);
    expect((await run(program, "--check-config", ...good())).code).toBe(0);
  });

  test("a busy port is one line and exit code 2", async () => {
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(0, "127.0.0.1", resolve));
    const address = squatter.address();
    const port = address && typeof address === "object" ? address.port : 0;
    const { code, lines } = await run(program, ...good(), `--listen.port=${port}`);
    squatter.close();
    expect(code).toBe(2);
    expect(lines.filter((line) => line.includes(String(port)))).toHaveLength(1);
  });

  test("no Redis is one line and exit code 2", async () => {
    const { code, lines } = await run(program, ...good(), `--redis.port=${await freePort()}`);
    expect(code).toBe(2);
    expect(lines.filter((line) => /redis/i.test(line)).length).toBeGreaterThan(0);
  });

  test("without a keys file it does not start", async () => {
    const { code, lines } = await run(
      program,
      ...good(),
      `--tokens.keys_file=${join(dir, "none")}`,
    );
    expect(code).toBe(2);
    expect(lines.join()).toContain("none");
  });

  test("--print-config shows every option with its meaning, and no secret", async () => {
    const { code, lines } = await run(program, "--print-config", ...good());
    expect(code).toBe(0);
    expect(lines.join("\n")).toMatch(/interest_patience_ms|grace_ms/);
  });

  test("the admin port answers health, readiness, metrics and version", async () => {
    for (const path of ["/healthz", "/readyz", "/metrics", "/version"]) {
      const response = await fetch(system.adminUrl(id, path));
      expect([path, response.status]).toEqual([path, 200]);
    }
    const version = await (await fetch(system.adminUrl(id, "/version"))).json();
    expect(version).toMatchObject({ version: expect.stringMatching(/^\d+\.\d+\.\d+/) });
    expect((await fetch(system.adminUrl(id, "/nowhere"))).status).toBe(404);
  });
});

test("the page's numbers: people online and waiting", async () => {
  const stats = await (await fetch(system.httpUrl("matchmaker-0", "/api/stats"))).json();
  expect(stats).toEqual({ online: expect.any(Number), waiting: expect.any(Number) });
});
