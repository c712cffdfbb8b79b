// Every state that the page can show, by name: each arranges the double, and may go on when the page is drawn.
import type { ChatEnd, ConnectionState } from "@parley-chat/client";
import { FakeChat, type FakeParley, FakeWait } from "../fake_client.ts";
import { landscape, press } from "./hands.ts";
import { roomStates } from "./room_states.ts";

export type State = (parley: FakeParley) => (() => void) | undefined;

const estimate = { p50Ms: 2400, p90Ms: 9000 };

const waiting =
  (after: (wait: FakeWait) => void): State =>
  (parley) => {
    const wait = new FakeWait("en", ["chess", "night trains"]);
    parley.restored = { kind: "wait", wait };
    return () => after(wait);
  };

type Line = readonly ["hears" | "send" | "hearsQuestion", string];

const nightTrains: readonly Line[] = [
  ["hears", "Hello! Are you the one with the night trains?"],
  ["send", "I am. Last one was Vienna to Rome, I hardly slept and loved it"],
  ["send", "You?"],
  ["hears", "Only one so far, Stockholm to Narvik."],
  [
    "hears",
    "The sun never really went down, so the whole carriage stood at the window until two in the morning and nobody said a word.",
  ],
  ["send", "That sounds like the best kind of quiet."],
];

const chatting =
  (after: (chat: FakeChat) => unknown, lines = nightTrains): State =>
  (parley) => {
    let at = Date.now() - 600_000;
    const chat = new FakeChat("01hq", ["chess", "night trains"], () => at);
    let last = "";
    for (const [act, text] of lines) {
      at += act === last ? 5_000 : 70_000;
      last = act;
      chat[act](text);
    }
    chat.tick("delivered");
    at = Date.now();
    parley.restored = { kind: "chat", chat };
    return () => after(chat);
  };

const ended = (end: ChatEnd): State => chatting((chat) => chat.end(end));
const connection = (state: ConnectionState): State => chatting((chat) => chat.connection(state));

export const states: Readonly<Record<string, State>> = {
  start: () => undefined,
  "start-unknown": (parley) => {
    parley.online = null;
    return undefined;
  },
  "wait-connecting": waiting(() => {}),
  waiting: waiting((wait) => wait.tell({ elapsedMs: 7000, waiting: 4, estimate })),
  "wait-alone": waiting((wait) => wait.tell({ elapsedMs: 14_000, anyPartner: true })),
  "wait-no-nodes": waiting((wait) => wait.tell({ elapsedMs: 7000, nodes: false, estimate })),
  "wait-storage": waiting((wait) => {
    wait.tell({ elapsedMs: 7000 });
    wait.emit("storage", { where: "service", available: false });
  }),
  "wait-found": waiting((wait) =>
    wait.emit("assigned", { room: "01hq", partner: "Brave Lynx", interests: [] }),
  ),
  "wait-no-show": waiting((wait) => {
    wait.emit("no_show", undefined);
    wait.tell({ elapsedMs: 9000, waiting: 2, estimate });
  }),
  "wait-too-long": waiting((wait) => wait.emit("ended", { reason: "too_long" })),
  "chat-empty": chatting(() => {}, []),
  chat: chatting((chat) => {
    chat.send("Where would you go next?");
    chat.tick("stored");
  }),
  "chat-seen": chatting((chat) => {
    chat.send("Have a look: https://example.org/timetable, page 4");
    chat.tick("seen");
    chat.hears("\u{1f682}");
    chat.send("\u{1f60d}");
    chat.emit("stored", { seq: 1 });
  }),
  "chat-changed": chatting((chat) => {
    chat.partnerChanges(3, { text: "The sun never set.", edited: true });
    chat.remove(2);
    chat.partnerChanges(2, { text: "", removed: true });
  }),
  "chat-question": chatting((chat) => {
    chat.hearsQuestion("small-joy");
    chat.icebreaker("window");
    chat.hears("A courtyard with one tree and eleven bicycles.");
  }),
  "chat-both": chatting(
    (chat) => {
      chat.partnerIs({ name: "Sunny Heron", typing: true });
      chat.bytes = landscape;
      chat.hearsImage(1600, 900);
      chat.tick("seen");
      void press("Show the picture");
    },
    [
      ["hears", "Hello! Are you the one with the night trains?"],
      ["send", "I am. Vienna to Rome last week, I hardly slept and loved it"],
      ["hearsQuestion", "window"],
      ["send", "Nine tunnels so far, and a lake between each two"],
      ["hears", "A courtyard, but this was yesterday"],
    ],
  ),
  "chat-arabic": chatting(
    (chat) => {
      chat.partnerIs({ name: "ثعلب هادئ" });
      chat.tick("delivered");
      chat.send("أول نفق. أكتب هذا بلا شبكة.");
      chat.connection({ kind: "offline" });
    },
    [
      ["hears", "مرحبًا! من أين تكتب؟"],
      ["send", "من قطار ليلي، بعد ليون بقليل. وأنت؟"],
      ["hears", "من المطبخ. قيل لي إن الرسائل هنا لا تضيع."],
      ["send", "في هذا الخط تسعة أنفاق، فسنعرف قريبًا."],
    ],
  ),
  "chat-files": chatting(
    async (chat) => {
      chat.bytes = landscape;
      chat.hearsImage(1600, 1000);
      chat.hearsFile("timetable-stockholm-narvik-2026.pdf", 348_160);
      chat.sendImage(await landscape(), { width: 900, height: 1200 });
      chat.uploads[0]?.done();
      chat.tick("delivered");
      void press("Picture, open it large").then(() => press("Close"));
    },
    nightTrains.slice(0, 2),
  ),
  "chat-file-gone": chatting((chat) => {
    chat.bytes = () => Promise.reject(new Error("no network"));
    chat.hearsImage(1600, 1000);
    chat.hearsFile("notes.txt", 900);
    void press("notes.txt 1 kB");
  }),
  "chat-uploads": chatting((chat) => {
    const given = [
      "a-rather-long-name-for-a-file-of-no-great-importance.pdf",
      "all.zip",
      "none.txt",
    ];
    const bytes = [20, 6 * 2 ** 20, 0];
    const data = new DataTransfer();
    given.forEach((name, index) => {
      data.items.add(new File([new Uint8Array(bytes[index] ?? 0)], name));
    });
    setTimeout(() => document.dispatchEvent(new DragEvent("drop", { dataTransfer: data })), 150);
    setTimeout(() => chat.uploads[0]?.progress(0.4), 200);
  }),
  "chat-drop": chatting(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["x"], "x"));
    setTimeout(() => document.dispatchEvent(new DragEvent("dragover", { dataTransfer })), 150);
  }),
  "chat-filter": chatting((chat) => {
    chat.send("What a **** view");
    chat.changes(4, { filtered: true, status: "delivered" });
    chat.send("And this one waits");
    chat.changes(5, { held: true });
  }),
  picture: chatting((chat) => {
    chat.bytes = landscape;
    chat.hearsImage(1600, 1000);
    void press("Show the picture", "Picture, open it large");
  }),
  menu: chatting(() => void press("More")),
  clocks: chatting((chat) => {
    const at = Date.now();
    chat.clockOffset = { offsetMs: 240_500, errorMs: 12 };
    chat.reference = { offsetMs: -1.2, errorMs: 8 };
    chat.dated = {
      clock: { at: at - 60_000, offsetMs: 59_990, errorMs: 7 },
      reference: { offsetMs: -1 },
    };
    chat.hears("What time is it there?");
    void press("More", "Clocks");
  }),
  "clocks-unknown": chatting(() => void press("More", "Clocks"), nightTrains.slice(0, 1)),
  "chat-late": chatting((chat) => {
    chat.send("This one stays without its second tick.");
    chat.tick("stored");
    chat.late();
  }),
  "chat-idle": chatting((chat) => chat.asksWhetherIdle(47_000)),
  "chat-typing": chatting((chat) => chat.partnerIs({ typing: true })),
  "chat-away": chatting((chat) =>
    chat.partnerIs({ state: "away", leftMs: 93_000, awayUntil: Date.now() + 93_000 }),
  ),
  "chat-reconnecting": connection({ kind: "reconnecting", attempt: 2, retryInMs: 3000 }),
  "chat-offline": chatting((chat) => {
    chat.connection({ kind: "offline" });
    chat.send("This one waits for the network");
    chat.emit("state", chat.state);
  }),
  "chat-moved": connection({ kind: "moved" }),
  "chat-storage": chatting((chat) => chat.emit("storage", { where: "service", available: false })),
  "chat-full": chatting((chat) => {
    chat.refuse = "outbox_full";
    document.querySelector<HTMLElement>("[data-mine=true]")?.focus();
    void press("Delete");
  }),
  "chat-gap": chatting((chat) => {
    chat.transcript = [...chat.transcript, { kind: "gap", key: "2:g", from: 2, first: 4, last: 6 }];
    chat.hears("وهذه رسالة بالعربية");
  }),
  "ended-idle": ended({ reason: "idle", byMe: false }),
  "ended-left": ended({ reason: "left", byMe: false }),
  "ended-gone": ended({ reason: "gone", byMe: false }),
  "ended-by-me": ended({ reason: "left", byMe: true }),
  "ended-replaced": ended({ reason: "replaced", byMe: false }),
  ...roomStates,
};
