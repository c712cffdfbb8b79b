// The states of named rooms, by name: the form, the way in, the room with few and many, and its end.
import type { ChatEnd, WaitEnd } from "@parley-chat/client";
import { FakeOpening, FakeRoom } from "../fake_room.ts";
import { landscape, press } from "./hands.ts";
import type { State } from "./states.ts";

const address = (text: string): void => history.replaceState(null, "", `/${text}`);

const opening =
  (after: (opening: FakeOpening) => void): State =>
  (parley) => {
    address("?room=the%20hall#sesame");
    const opening = new FakeOpening();
    parley.restored = { kind: "opening", opening };
    return () => after(opening);
  };

const refused = (end: WaitEnd): State => opening((opening) => opening.emit("ended", end));
const wrong = (error: "key_wrong" | "room_full" | "insecure", limit?: number): State =>
  refused({ reason: "refused", error, ...(limit !== undefined && { limit }) });

const words: readonly (readonly [seat: number, text: string])[] = [
  [2, "Who takes which night? I can do Thursday"],
  [2, "and Friday, if I must"],
  [3, "Thursday is mine, you promised 🙂"],
  [1, "Then I do Friday. Ada, you sleep."],
  [
    4,
    "Somebody left the window open on the third floor. It has rained in, and the books on the sill are wet.",
  ],
  [2, "On my way"],
];

const room =
  (after: (room: FakeRoom) => unknown, said = words): State =>
  (parley) => {
    let at = Date.now() - 600_000;
    const room = new FakeRoom("The Night Library", () => at).has("Ada", "Ben", "Cleo", "Dora");
    address("?room=The%20Night%20Library");
    for (const [seat, text] of said) {
      at += 20_000;
      if (seat === 1) room.send(text);
      else room.hears(text, seat);
    }
    room.tick("delivered");
    at = Date.now();
    parley.restored = { kind: "room", room };
    return () => after(room);
  };

const ended = (end: ChatEnd): State => room((room) => room.end(end));
const many = [
  "Quiet Otter",
  "Brave Lynx",
  "ثعلب هادئ",
  "Sunny Heron",
  "Calm Wren",
  "A rather long name for a person",
];

export const roomStates: Readonly<Record<string, State>> = {
  "room-form": () => {
    address("");
    void press("Open a room by name");
    return undefined;
  },
  "room-invited": () => {
    address("?room=The%20Night%20Library");
    return undefined;
  },
  "room-invited-long": () => {
    address(`?room=${"W".repeat(60)}`);
    return undefined;
  },
  "room-long": (parley) => {
    const room = new FakeRoom("W".repeat(60)).has("M".repeat(40), "Ben");
    address(`?room=${room.title}`);
    parley.restored = { kind: "room", room };
    return () => {
      room.hears("hello", 2);
      room.leaves(2);
      room.joins(2, "M".repeat(40));
      room.memberIs(2, { typing: true });
      room.end({ reason: "left", byMe: true });
    };
  },
  "room-opening": opening(() => {}),
  "room-opening-trouble": opening((opening) =>
    opening.connection({ kind: "reconnecting", attempt: 2, retryInMs: 3000 }),
  ),
  "room-key-wrong": wrong("key_wrong"),
  "room-full": wrong("room_full", 50),
  "room-insecure": wrong("insecure"),
  "room-empty": room((room) => {
    room.has();
    room.emit("renamed", { name: room.name });
  }, []),
  room: room((room) => {
    room.joins(6, "Emil");
    room.hears("Hello! Is this where the night shift meets?", 6);
    room.send("It is. Welcome.");
    room.tick("delivered");
    room.send("There is tea");
    room.memberIs(3, { typing: true });
  }),
  "room-lines": room((room) => {
    for (let seat = 10; seat < 22; seat += 1) room.joins(seat, `Guest ${seat}`);
    for (const seat of [11, 12, 13]) room.leaves(seat);
    room.hears("Good evening, all of you", 10);
    room.leaves(4);
    room.joins(30, "Emil");
    for (const seat of [2, 3]) room.memberIs(seat, { typing: true });
  }),
  "room-mixed": room((room) => {
    room.bytes = landscape;
    room.hearsImage(1600, 1000, 3);
    room.hears("\u{1f682}", 4);
    room.hearsFile("shifts.pdf", 348_160, 5);
    room.hears("مساء الخير", 2);
    room.send("🌙");
    room.tick("delivered");
    void press("Show the picture");
    for (const seat of [2, 3, 4]) room.memberIs(seat, { typing: true });
  }),
  "room-people": room((room) => {
    room.leaves(4);
    room.memberIs(3, { state: "away" });
    many.forEach((name, index) => {
      room.joins(10 + index, name);
    });
    void press("9 people here");
  }),
  "room-report": room(() => void press("5 people here", "Report Ada")),
  "room-menu": room(() => void press("More")),
  "room-clocks": room(() => void press("More", "Clocks")),
  "room-chosen": room(() => document.querySelector<HTMLElement>("[data-mine=true]")?.focus()),
  "room-offline": room((room) => {
    room.connection({ kind: "offline" });
    room.send("This one waits for the network");
    room.emit("state", room.state);
  }),
  "room-left": ended({ reason: "left", byMe: true }),
  "room-replaced": ended({ reason: "replaced", byMe: false }),
  "room-was-full": ended({ reason: "full", byMe: false }),
};
