// The command line: what it means, and what is said about a mistake.
import { expect, test } from "vitest";
import { readOptions } from "../src/options.js";

test("without anything it talks, in English, at ./dev up", () => {
  expect(readOptions([])).toEqual({
    mode: "talk",
    url: "http://127.0.0.1:8080",
    language: "en",
    interests: [],
    name: "",
    room: null,
    withinMs: 10_000,
  });
});

test("everything can be chosen", () => {
  const args =
    "--url wss://chat.example --language de --interests chess,,tea --name Ada --probe --within 2.5";
  expect(readOptions(args.split(" "))).toEqual({
    mode: "probe",
    url: "wss://chat.example",
    language: "de",
    interests: ["chess", "tea"],
    name: "Ada",
    room: null,
    withinMs: 2_500,
  });
  expect(readOptions(["--echo"])).toMatchObject({ mode: "echo" });
  expect(readOptions(["--room", "The Hall", "--key", "k"])).toMatchObject({
    mode: "talk",
    room: { name: "The Hall", key: "k" },
  });
});

test.each([
  ["--nonsense", /--nonsense/],
  ["--echo --probe", /do not go together/],
  ["--url chat.example", /--url/],
  ["--url ftp://chat.example", /--url/],
  ["--within soon", /--within/],
  ["--within 0", /--within/],
  ["--room hall --echo", /talking only/],
  ["--key k", /of a --room/],
  ["a word", /a/],
])("%s is a mistake, told in words", (args, words) => {
  expect(readOptions(args.split(" "))).toEqual({ mistake: expect.stringMatching(words) });
});
