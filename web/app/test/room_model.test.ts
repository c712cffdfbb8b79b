// The pure part of named rooms: the invite's address, the rows of a transcript, colours that can be read, what is saved.
// @vitest-environment node
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { rowsOf } from "../src/model/groups.ts";
import { inviteAddress, inviteIn, keepInvite, keyOf } from "../src/model/invite.ts";
import { hueOf } from "../src/model/people.ts";
import { asJson, asText } from "../src/model/saved.ts";
import { firstKnown, roomViewOf } from "../src/model/talk_view.ts";
import en from "../src/strings/en.json";
import { speak } from "../src/strings/strings.ts";
import { FakeRoom } from "./fake_room.ts";

beforeAll(() => speak(en, "en-GB"));

describe("the invite", () => {
  const of = (path: string) => new URL(path, "https://parley.example/");
  it("comes out of its address as it went in, whatever its letters", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", minLength: 1 }),
        fc.string({ unit: "grapheme" }),
        (room, key) => {
          expect(inviteIn(of(inviteAddress({ room, key }, "")))).toEqual({ room, key });
        },
      ),
    );
  });
  it("leaves the rest of the query, and takes only the room away", () => {
    expect(inviteAddress({ room: "a&b", key: "" }, "?chaos=1&room=x")).toBe("?chaos=1&room=a%26b");
    expect(inviteAddress({ room: "", key: "" }, "?chaos=1&room=x")).toBe("?chaos=1");
    expect(inviteAddress({ room: "", key: "" }, "?room=x")).toBe("/");
  });
  it("has a key that ends no address early, and is never the page of the rules", () => {
    expect(inviteAddress({ room: "x", key: "a (b)." }, "")).toBe("?room=x#a%20%28b%29%2e");
    expect(inviteAddress({ room: "x", key: "rules" }, "")).toBe("?room=x#%72ules");
  });
  it("takes a key that somebody has typed without encoding it", () => {
    expect(inviteIn({ search: "?room=x", hash: "#100%" })).toEqual({ room: "x", key: "100%" });
  });
});

describe("the key of the room that one is in", () => {
  const kept = new Map<string, string>();
  const tab = {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  };
  const invite = { room: "The Hall", key: "sesame" };
  it("is in the address, as long as that is the room's, and else in the tab", () => {
    expect(keyOf(tab, "The Hall", { search: "?room=the+hall", hash: "#sesame" })).toBe("sesame");
    expect(keyOf(tab, "The Hall", { search: "", hash: "" })).toBe("");
    keepInvite(tab, invite);
    expect(keyOf(tab, "The Hall", { search: "?room=other", hash: "#x" })).toBe("sesame");
    expect(keyOf(tab, "The Yard", { search: "", hash: "" })).toBe("");
  });
  it("is not what leads to the rules", () => {
    expect(inviteIn({ search: "?room=x", hash: "#rules" })).toEqual({ room: "x", key: "" });
  });
});

describe("the rows", () => {
  it("split what several say, and at a line; lines in a row are folded from the fourth on", () => {
    const room = new FakeRoom("x", () => 0);
    room.hears("a", 2);
    room.hears("b", 3);
    room.joins(4, "Cleo");
    room.hears("c", 3);
    for (const seat of [5, 6, 7, 8]) room.joins(seat, `${seat}`);
    room.hears("d", 3);
    expect(
      rowsOf(room.transcript).map((row) => {
        if (row.kind === "lines") return row.lines.length;
        return row.kind === "message" ? `${row.message.text} ${row.place.first}` : "gap";
      }),
    ).toEqual(["a true", "b true", 1, "c true", 4, "d true"]);
  });
});

describe("the colour of a person", () => {
  const css = readFileSync(new URL("../src/styles/tokens.css", import.meta.url), "utf8");
  const named = (name: string) => [...css.matchAll(new RegExp(`--${name}: ([^;]+);`, "g"))];
  const token = (name: string, dark: number) => named(name)[dark]?.[1] ?? "";
  it.each([
    ["light", 0],
    ["dark", 1],
  ])("is one of eight, each with contrast enough in the %s", (_, dark) => {
    const [light = 0, strong = 0] = token("person", dark).split(" ").map(Number.parseFloat);
    const hues = new Set(Array.from({ length: 64 }, (_, seat) => hueOf(seat)));
    expect(hues.size).toBe(8);
    for (const hue of hues)
      for (const ground of ["theirs", "paper", "surface"])
        expect(
          contrast(luminance(light / 100, strong, hue), hexLuminance(token(ground, dark))),
          `${hue} on ${ground}`,
        ).toBeGreaterThanOrEqual(4.5);
  });
});

it("is saved with everybody's name", () => {
  const at = new Date(2026, 10, 22, 1, 5).getTime();
  const room = new FakeRoom("the hall", () => at).has("Ada");
  room.send("hello");
  room.hears("hi", 2);
  room.joins(3, "Ben");
  room.hears("me too", 3);
  const view = roomViewOf(room, firstKnown(room, 0));
  expect(asText(en, view).split("\n").slice(1)).toEqual([
    ...["the hall", "", "[01:05] Quiet Otter: hello", "[01:05] Ada: hi"],
    ...["[01:05] Ben joined", "[01:05] Ben: me too", ""],
  ]);
  const when = new Date(at).toISOString();
  const rest = { edited: false, removed: false, status: "received" };
  expect(JSON.parse(asJson(view))).toMatchObject({
    me: "Quiet Otter",
    room: "the hall",
    items: [
      { from: "me", text: "hello" },
      { from: "Ada", seat: 2, at: when, text: "hi", ...rest },
      { joined: "Ben", seat: 3, at: when },
      { from: "Ben", seat: 3, text: "me too" },
    ],
  });
});

/** Relative luminance (WCAG 2.2) of an OKLCH colour, each channel cut to what a screen can show. */
function luminance(l: number, c: number, hue: number): number {
  const a = c * Math.cos((hue * Math.PI) / 180);
  const b = c * Math.sin((hue * Math.PI) / 180);
  const cube = (x: number) => x ** 3;
  const long = cube(l + 0.3963377774 * a + 0.2158037573 * b);
  const middle = cube(l - 0.1055613458 * a - 0.0638541728 * b);
  const short = cube(l - 0.0894841775 * a - 1.291485548 * b);
  const cut = (x: number) => Math.min(1, Math.max(0, x));
  return (
    0.2126 * cut(4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short) +
    0.7152 * cut(-1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short) +
    0.0722 * cut(-0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short)
  );
}

function hexLuminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const x = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const contrast = (one: number, other: number): number =>
  (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
