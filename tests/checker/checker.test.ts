// Two checkers, written apart from each other from docs/history.md, agree: on the histories made by hand, on good ones made
// by chance, and on those with one thing broken in them.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { HistoryCheck, type Verdict } from "../../chaos/checker/history.mjs";
import { root } from "../tidy/files.ts";
import { mutations } from "./mutations.ts";
import { dice, type Line, randomHistory } from "./random_history.ts";
import { randomRoomHistory } from "./random_room.ts";
import { roomMutations } from "./room_mutations.ts";

const seeds = Array.from({ length: 40 }, (_, i) => i + 1);
const programs = process.env["PARLEY_PROGRAMS"] ?? join(root, "build/release/bin");
const folder = join(root, "chaos/checks/histories");
const scratch = mkdtempSync(join(tmpdir(), "parley-checker-"));
afterAll(() => rmSync(scratch, { recursive: true }));

interface Expected {
  verdict: string;
  violated: Record<string, number>;
  unknown: string[];
}
const byHand = JSON.parse(readFileSync(join(folder, "verdicts.json"), "utf8")) as Record<
  string,
  Expected
>;

// What both must agree on, word for word.
function essence({ verdict, lines, properties }: Verdict) {
  const each = Object.entries(properties).map(([name, found]) => [
    name,
    { verdict: found.verdict, checked: found.checked, violations: found.violations },
  ]);
  return { verdict, lines, properties: Object.fromEntries(each) };
}

function second(text: string): Verdict {
  const check = new HistoryCheck();
  for (const line of text.trimEnd().split("\n")) check.take(line);
  return check.finish();
}

function first(paths: readonly string[]): Verdict[] {
  const said = execFileSync(join(programs, "check_histories"), paths, {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  return said
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Verdict);
}

// The verdicts of both on these histories; they are compared on the way.
function agreed(histories: readonly Line[][]): Verdict[] {
  const texts = histories.map((lines) => lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  const paths = texts.map((text, i) => {
    const path = join(scratch, `${i}.jsonl`);
    writeFileSync(path, text);
    return path;
  });
  const one = first(paths);
  const two = texts.map(second);
  two.forEach((verdict, i) => {
    expect(essence(one[i] as Verdict), texts[i] ?? "").toEqual(essence(verdict));
  });
  return two;
}

describe("by hand", () => {
  const names = Object.keys(byHand);
  test("every history is on the list", () => {
    const files = readdirSync(folder).filter((name) => name.endsWith(".jsonl"));
    expect(files.sort()).toEqual(names.map((name) => `${name}.jsonl`).sort());
  });

  test.each(names)("%s", (name) => {
    const path = join(folder, `${name}.jsonl`);
    const verdict = second(readFileSync(path, "utf8"));
    const found = Object.entries(verdict.properties);
    const violated = found.filter(([, each]) => each.verdict === "violated");
    expect({
      verdict: verdict.verdict,
      violated: Object.fromEntries(violated.map(([key, each]) => [key, each.violations])),
      unknown: found.flatMap(([key, each]) => (each.verdict === "unknown" ? [key] : [])),
    }).toEqual(byHand[name]);
    expect(first([path]).map(essence)).toEqual([essence(verdict)]);
  });
});

const kinds = [
  { of: "pairs", made: randomHistory, mutations },
  { of: "named rooms", made: randomRoomHistory, mutations: roomMutations },
];

describe.each(kinds)("of $of", ({ made, mutations: all }) => {
  test("good histories hold", () => {
    const verdicts = agreed(seeds.map(made));
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(seeds.map(() => "held"));
  });

  test.each(all)("$name: $falls falls", ({ falls, mutate }) => {
    const broken = seeds.flatMap((seed) => {
      const history = made(seed);
      return mutate(history, dice(seed)) ? [history] : [];
    });
    expect(broken.length).toBeGreaterThan(10);
    for (const verdict of agreed(broken))
      expect(verdict.properties[falls]?.verdict).toBe("violated");
  });

  test("a history that ends anywhere is never said to hold", () => {
    const history = made(7);
    const cut = history.map((_, length) => history.slice(0, length)).slice(1);
    for (const { verdict } of agreed(cut)) expect(verdict).toBe("unknown");
  });

  test("lines in any order are judged alike", () => {
    const shuffled = seeds.map((seed) => {
      const roll = dice(seed);
      const [header, ...rest] = made(seed);
      const end = rest.pop();
      for (let i = rest.length - 1; i > 0; i -= 1) {
        const j = roll(i + 1);
        [rest[i], rest[j]] = [rest[j] as Line, rest[i] as Line];
      }
      return [header, ...rest, end].map((line, i) => ({ ...(line as Line), t: i }));
    });
    agreed(shuffled);
  });
});
