// A person at a terminal: lines go to the partner, what begins with a slash is for this program.
import { createInterface } from "node:readline";
import type { Chat, Parley, Refusal, Sent, Wait } from "@parley-chat/client";
import type { Print } from "./echo.js";
import type { Options } from "./options.js";
import { chatEnd, connection, harmless, refusal, said, waitEnd, waiting } from "./words.js";

const help =
  "/next, /leave, /name NAME, /edit TEXT (the last line), /delete (the last line), /block";

/** What was typed ahead goes to the partner when there is one; at the end of the input it is still delivered. */
export class Talk {
  #wait: Wait | null = null;
  #chat: Chat | null = null;
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

  seek(): void {
    const { language, interests, name } = this.options;
    const wait = this.parley.seek({ language, interests, name });
    this.#wait = wait;
    let told = "";
    const tell = (words: string) => {
      if (words !== told) this.print(`* ${words}`);
      told = words;
    };
    wait.on("waiting", (status) => tell(waiting(status)));
    wait.on("state", (state) => state.kind !== "connected" && tell(connection(state)));
    wait.on("ended", (end) => {
      tell(waitEnd(end));
      this.#finish(end.reason === "cancelled" ? 0 : 1);
    });
    wait.on("opened", (chat) => this.#open(chat));
  }

  line(text: string): void {
    const [, command = "", rest = ""] = /^\/(\w*) ?(.*)$/.exec(text) ?? [];
    if (text.startsWith("/")) this.#command(command, rest);
    else if (this.#chat === null) this.#ahead.push(text);
    else if (text === "") this.#chat.stay();
    else this.#took(this.#chat.send(text));
  }

  /** The input is over: all that was typed arrives first. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#chat === null && this.#ahead.length > 0) return; // `#open` comes back to it
    await Promise.allSettled(this.#sent);
    this.leave();
  }

  leave(): void {
    this.#wait?.cancel();
    this.#chat?.leave();
    this.#finish(0);
  }

  #open(chat: Chat): void {
    this.#chat = chat;
    const { interests } = chat;
    const shared =
      interests.length > 0 ? `; you both like ${interests.map(harmless).join(", ")}` : "";
    this.print(`* talking with ${harmless(chat.partner.name)}${shared} (/help)`);
    chat.on("message", (message) => this.print(said(chat.partner.name, message)));
    chat.on("changed", ({ message }) => {
      if (!message.mine) this.print(said(chat.partner.name, message));
      else if (message.filtered) this.print(`* they see: ${harmless(message.text)}`);
    });
    chat.on("state", (state) => state.kind !== "ended" && this.print(`* ${connection(state)}`));
    chat.on("partner", ({ change, name }) => this.print(`* ${harmless(name)}: ${change}`));
    chat.on("idle", ({ leftMs }) => {
      if (leftMs > 0) this.print(`* still there? Press Enter within ${leftMs / 1_000} s`);
    });
    chat.on("ended", (end) => {
      this.print(`* ${chatEnd(end, chat.partner.name)}`);
      if (this.#chat === chat) this.#finish(0);
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
    const chat = this.#chat;
    if (command === "leave") this.leave();
    else if (command === "help" || chat === null) this.print(`* ${help}`);
    else if (command === "next") {
      this.#chat = null;
      this.seek();
    } else if (command === "name") {
      const named = chat.rename(rest);
      if (!named.ok) this.print(`* ${refusal(named)}`);
    } else if (command === "edit") this.#changed(chat.edit(this.#last, rest));
    else if (command === "delete") this.#changed(chat.remove(this.#last));
    else if (command === "block") {
      chat.block().then(
        () => this.print("* you will not be paired with them again"),
        (error: Error) => this.print(`* not blocked: ${error.message}`),
      );
    } else this.print(`* ${help}`);
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
  talk.seek();
  const status = await talk.done;
  lines.close();
  return status;
};
