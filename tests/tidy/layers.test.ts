// What may depend on what (ARCHITECTURE.md): pure folders stay pure, and includes point one way.
import { expect, test } from "vitest";
import { filesMatching, linesLike } from "./files.ts";

const sources = (...folders: string[]) =>
  filesMatching(new RegExp(`^(${folders.join("|")})/.*\\.(cpp|hpp)$`));

const pure = sources(
  "core/base",
  "core/wire",
  "core/link",
  "core/words",
  "core/clocks",
  "matchmaker/pairing",
  "chat-node/room",
  "chat-node/files",
  "chaos/injector",
  "chaos/client",
  "chaos/checks",
);

test("pure folders include neither I/O nor threads", () => {
  const libraries = "boost/asio|boost/beast|websocketpp|hiredis|yaml-cpp|sys/|unistd|netinet";
  const standard =
    "thread|mutex|atomic|condition_variable|future|fstream|iostream|filesystem|random|ctime";
  const forbidden = new RegExp(`#include ([<"](${libraries})|<(${standard})>|"core/io/)`);
  expect(linesLike(forbidden, pure)).toEqual([]);
});

test("pure folders read no clock, no chance and no environment", () => {
  const reads =
    /_clock::now|\btime\((nullptr|NULL|0|&)|gettimeofday|clock_gettime|random_device|randombytes|\brand\(|getenv/;
  expect(linesLike(reads, pure, /^\s*(\/\/|\*)/)).toEqual([]);
});

// Folder: what it may include from the project besides itself.
const mayInclude: Record<string, readonly string[]> = {
  "core/base": [],
  "core/wire": ["core/base"],
  "core/link": ["core/base"],
  "core/words": ["core/base"],
  "core/clocks": ["core/base"],
  "core/registry": ["core/base", "core/io"],
  "core/safety": ["core/base", "core/wire", "core/io"],
  "core/io": ["core/base", "core/link"],
  "matchmaker/pairing": ["core/base", "core/wire", "core/link"],
  "chat-node/room": ["core/base", "core/wire", "core/link", "core/words", "core/clocks"],
  "chat-node/files": ["core/base", "core/wire"],
  "chaos/injector": ["core/base"],
  "chaos/striker": ["core/base", "core/io", "chaos/injector"],
  "chaos/client": ["core/base", "core/wire", "core/link"],
  "chaos/checks": ["core/base", "core/wire"],
  "matchmaker/service": ["core/", "matchmaker/pairing", "chaos/injector", "chaos/striker"],
  "chat-node/service": [
    "core/",
    "chat-node/room",
    "chat-node/files",
    "chaos/injector",
    "chaos/striker",
  ],
  "chaos/runner": ["core/", "chaos/"],
};

test.each(Object.entries(mayInclude))("%s includes nothing beyond %j", (folder, allowed) => {
  const quoted = /#include "(core|matchmaker|chat-node|chaos|tests|bench)\//;
  const fine = new RegExp(`#include "(${[folder, ...allowed].join("|")})`);
  expect(linesLike(quoted, sources(folder), fine)).toEqual([]);
});
