// A conversation as a file: complete and readable, for people and for programs.
import { beforeAll, expect, it } from "vitest";
import { asJson, asText } from "../src/model/saved.ts";
import { chatViewOf, firstKnown } from "../src/model/talk_view.ts";
import en from "../src/strings/en.json";
import { speak } from "../src/strings/strings.ts";
import { FakeChat } from "./fake_client.ts";

beforeAll(() => speak(en, "en-GB"));

function conversation() {
  const at = new Date(2026, 10, 21, 16, 5).getTime();
  const chat = new FakeChat("01hq", ["chess"], () => at);
  chat.send("hello");
  chat.hears("hi");
  chat.hearsQuestion("window");
  chat.send("oops");
  chat.remove(2);
  chat.hearsImage(640, 480);
  chat.hearsFile("map.pdf", 4096);
  chat.transcript = [...chat.transcript, { kind: "gap", key: "g", from: 2, first: 5, last: 6 }];
  return { at, view: chatViewOf(chat, firstKnown(chat, 0)) };
}

it("is text that can be read", () => {
  expect(asText(en, conversation().view).split("\n")).toEqual([
    "A conversation on Parley, 21 November 2026",
    "Quiet Otter and Brave Lynx",
    "",
    "[16:05] Quiet Otter: hello",
    "[16:05] Brave Lynx: hi",
    "[16:05] Brave Lynx: (a question for both) What do you see from your window?",
    "[16:05] Quiet Otter: (deleted)",
    "[16:05] Brave Lynx: (a picture)",
    "[16:05] Brave Lynx: (a file: map.pdf, 4 kB)",
    "(2 messages are missing)",
    "",
  ]);
});

it("is JSON with every field by its name", () => {
  const { at, view } = conversation();
  const when = new Date(at).toISOString();
  expect(JSON.parse(asJson(view))).toEqual({
    me: "Quiet Otter",
    partner: "Brave Lynx",
    interests: ["chess"],
    items: [
      { from: "me", at: when, text: "hello", edited: false, removed: false, status: "waiting" },
      { from: "partner", at: when, text: "hi", edited: false, removed: false, status: "received" },
      {
        from: "partner",
        at: when,
        question: "window",
        edited: false,
        removed: false,
        status: "received",
      },
      { from: "me", at: when, text: "", edited: false, removed: true, status: "waiting" },
      {
        ...{ from: "partner", at: when, edited: false, removed: false, status: "received" },
        image: { width: 640, height: 480, bytes: 123_456 },
      },
      {
        ...{ from: "partner", at: when, edited: false, removed: false, status: "received" },
        file: { name: "map.pdf", bytes: 4096 },
      },
      { from: "partner", missing: 2 },
    ],
  });
});
