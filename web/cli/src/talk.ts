// A person at a terminal: lines go to the partner or the room, what begins with a slash is for this program.
import { createInterface } from "node:readline";
import type {
  Chat,
  Talk as Conversation,
  Entering,
  NamedRoom,
  Parley,
  Refusal,
  Sent,
} from "@parley-chat/client";
import type { Print } from "./echo.js";
import type { Options } from "./options.js";
import {
  chatEnd,
  connection,
  harmless,
  openingEnd,
  people,
  refusal,
  said,
  waitEnd,
  waiting,
} from "./words.js";

const help = {
  chat: "/next, /leave, /name NAME, /edit TEXT (the last line), /delete (the last line), /block",
  room: "/who, /leave, /name NAME, /edit TEXT (the last line), /delete (the last line)",
};

/** What was typed ahead goes to the partner when there is one; at the end of the input it is still delivered. */
export class Talk {
  #wait: Entering | null = null;
  /** Either of the two that follow. */
  #talk: Conversation | null = null;
  #chat: Chat | null = null;
  #room: NamedRoom | null = null;
  #ahead: string[] = [];
  #closed = false;
  #last = 0;
  #sent: Promise<void>[] = [];
  /** The status to exit with, once it is known. */
  readonly done: Promise<number>;
  #finish: (status: number) => void = () => {};

  constructor(
    private readonly parley: Parley,
    private readonly options: Options,
    private readonly print: Print,
  ) {
    this.done = new Promise((resolve) => {
      this.#finish = resolve;
    });
  }

  begin(): void {
    if (this.options.room) this.#open(this.options.room);
    else this.#seek();
  }

  #open({ name: room, key }: NonNullable<Options["room"]>): void {
    const opening = this.parley.rooms.open({ room, key, name: this.options.name || "Stranger" });
    this.#wait = opening;
    this.#tell(opening, openingEnd);
    opening.on("opened", (room) => this.#enter(room));
  }

  #seek(): void {
    const { language, interests, name } = this.options;
    const wait = this.parley.seek({ language, interests, name });
    this.#wait = wait;
    const tell = this.#tell(wait, waitEnd);
    wait.on("waiting", (status) => tell(waiting(status)));
    wait.on("opened", (chat) => this.#meet(chat));
  }

  /** What is the same each time is said once. */
  #tell(wait: Entering, endWords: typeof waitEnd): (words: string) => void {
    let told = "";
    const tell = (words: string) => {
      if (words !== told) this.print(`* ${words}`);
      told = words;
    };
    wait.on("state", (state) => state.kind !== "connected" && tell(connection(state)));
    wait.on("ended", (end) => {
      tell(endWords(end));
      this.#finish(end.reason === "cancelled" ? 0 : 1);
    });
    return tell;
  }

  line(text: string): void {
    const [, command = "", rest = ""] = /^\/(\w*) ?(.*)$/.exec(text) ?? [];
    if (text.startsWith("/")) this.#command(command, rest);
    else if (this.#talk === null) this.#ahead.push(text);
    else if (text === "") this.#chat?.stay();
    else this.#took(this.#talk.send(text));
  }

  /** The input is over: all that was typed arrives first. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#talk === null && this.#ahead.length > 0) return; // `#follow` comes back to it
    await Promise.allSettled(this.#sent);
    this.leave();
  }

  leave(): void {
    this.#wait?.cancel();
    this.#talk?.leave();
    this.#finish(0);
  }

  #meet(chat: Chat): void {
    this.#talk = this.#chat = chat;
    const { interests } = chat;
    const shared =
      interests.length > 0 ? `; you both like ${interests.map(harmless).join(", ")}` : "";
    this.print(`* talking with ${harmless(chat.partner.name)}${shared} (/help)`);
    chat.on("partner", ({ change, name }) => this.print(`* ${harmless(name)}: ${change}`));
    chat.on("idle", ({ leftMs }) => {
      if (leftMs > 0) this.print(`* still there? Press Enter within ${leftMs / 1_000} s`);
    });
    this.#follow(chat, () => chat.partner.name);
  }

  #enter(room: NamedRoom): void {
    this.#talk = this.#room = room;
    this.print(`* in ${harmless(room.title)}; ${people(room.members)} (/help)`);
    room.on("member", ({ change, name }) => this.print(`* ${harmless(name)}: ${change}`));
    this.#follow(room, (seat) => room.members.find((each) => each.seat === seat)?.name ?? "?");
  }

  #follow(talk: Conversation, nameOf: (seat: number) => string): void {
    talk.on("message", (message) => this.print(said(nameOf(message.from), message)));
    talk.on("changed", ({ message }) => {
      if (!message.mine) this.print(said(nameOf(message.from), message));
      else if (message.filtered) this.print(`* they see: ${harmless(message.text)}`);
    });
    talk.on("state", (state) => state.kind !== "ended" && this.print(`* ${connection(state)}`));
    talk.on("ended", (end) => {
      this.print(`* ${chatEnd(end, nameOf(0))}`);
      if (this.#talk === talk) this.#finish(0);
    });
    for (const text of this.#ahead.splice(0)) this.line(text);
    if (this.#closed) this.close();
  }

  #took(sent: Sent | Refusal): void {
    if (!sent.ok) return this.print(`* ${refusal(sent)}`);
    this.#last = sent.seq;
    this.#sent.push(sent.delivered);
  }

  #command(command: string, rest: string): void {
    const { options } = this;
    const [talk, chat, room] = [this.#talk, this.#chat, this.#room];
    if (command === "leave") this.leave();
    else if (command === "name" && talk) {
      const named = talk.rename(rest);
      if (!named.ok) this.print(`* ${refusal(named)}`);
    } else if (command === "edit" && talk) this.#changed(talk.edit(this.#last, rest));
    else if (command === "delete" && talk) this.#changed(talk.remove(this.#last));
    else if (command === "who" && room) this.print(`* ${people(room.members)}`);
    else if (command === "next" && chat) {
      this.#talk = this.#chat = null;
      this.#seek();
    } else if (command === "block" && chat) this.#block(chat);
    else this.print(`* ${options.room ? help.room : help.chat}`);
  }

  #block(chat: Chat): void {
    chat.block().then(
      () => this.print("* you will not be paired with them again"),
      (error: Error) => this.print(`* not blocked: ${error.message}`),
    );
  }

  #changed(sent: Sent | Refusal): void {
    if (sent.ok) this.#sent.push(sent.delivered);
    else this.print(`* ${refusal(sent)}`);
  }
}

export const runTalk = async (
  parley: Parley,
  options: Options,
  print: Print,
  signal: AbortSignal,
): Promise<number> => {
  const talk = new Talk(parley, options, print);
  const lines = createInterface({ input: process.stdin });
  lines.on("line", (text) => talk.line(text));
  lines.on("close", () => talk.close());
  signal.addEventListener("abort", () => talk.leave());
  talk.begin();
  const status = await talk.done;
  lines.close();
  return status;
};
