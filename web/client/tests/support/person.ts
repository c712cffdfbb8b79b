// Somebody at a browser tab: uses the library on virtual time, can reload the tab, and remembers what was seen.
import {
  type Chat,
  type ChatEnd,
  type ConnectionState,
  createParley,
  type Http,
  type Message,
  type Parley,
  type Refusal,
  type Sent,
  type Transport,
  type Upload,
  type Wait,
  type WaitEnd,
} from "../../src/index.js";
import { Bytes } from "./file_store.js";
import type { Wire } from "./network.js";
import { TabStorage } from "./tab_storage.js";
import type { World } from "./world.js";

/** How a message looks to whoever reads it. */
export type Look = Pick<Message, "text" | "edited" | "removed" | "question"> & {
  /** What is in it. */
  readonly file: string | null;
};
const plain: Look = { text: "", edited: false, removed: false, question: null, file: null };

export const look = ({ text, edited, removed, question, file }: Message): Look => ({
  ...{ text, edited, removed, question, file: file?.name.replace(".txt", "") ?? null },
});

/** The own messages that a person's transcript shows, or the partner's. */
export const looks = ({ chat }: Person, mine: boolean): Message[] =>
  (chat?.transcript ?? []).filter(
    (item): item is Message => item.kind === "message" && item.mine === mine,
  );

export class Person {
  readonly wires = new Set<Wire>();
  online = true;
  /** Under way. */
  uploads = 0;
  /** While true nothing of the tab runs: what comes meanwhile waits for it, as in a computer that sleeps. */
  #asleep = false;
  #waiting: (() => void)[] = [];
  parley: Parley;
  wait: Wait | null = null;
  chat: Chat | null = null;
  /** How each own message should look by now. */
  readonly meant: Look[] = [];
  /** Texts and questions of the partner in the order in which they appeared. */
  readonly seen: string[] = [];
  /** What edits and removals of the partner have left of messages. */
  readonly changes: string[] = [];
  readonly said: string[] = [];
  readonly states: ConnectionState[] = [];
  readonly notes: string[] = [];
  waitEnd: WaitEnd | null = null;
  /** Each end of a wait that was told; one at most for each wait. */
  readonly ends: WaitEnd[] = [];
  ended: ChatEnd | null = null;
  #environment: ((change: "online" | "offline" | "visible") => void)[] = [];
  /** Reloading is the end of everything that ran in the page. */
  #page = { gone: false };

  constructor(
    readonly world: World,
    readonly storage = new TabStorage(),
  ) {
    this.parley = this.#open();
  }

  get asleep(): boolean {
    return this.#asleep;
  }
  set asleep(asleep: boolean) {
    this.#asleep = asleep;
    if (!asleep) for (const run of this.#waiting.splice(0)) run();
  }
  #whenAwake(run: () => void): void {
    if (this.#asleep) this.#waiting.push(run);
    else run();
  }

  /** Another tab with a copy of this one's session storage, as browsers make it. */
  duplicate(): Person {
    const copy = new Person(this.world, this.storage.copy());
    copy.online = this.online;
    copy.#restore();
    return copy;
  }

  seek(signal?: AbortSignal): Wait {
    const request = { language: "en", interests: ["chess"], name: "Otter" };
    return this.#await(this.parley.seek(signal ? { ...request, signal } : request));
  }

  say(text: string) {
    return this.#write(this.chat?.send(text), text, null);
  }
  ask(question: string) {
    return this.#write(this.chat?.icebreaker(question), "", question);
  }
  /** Said when the service has the bytes. */
  attach(content: string): Upload | Refusal | undefined {
    const { chat, meant, said } = this;
    const upload = chat?.sendFile(new Bytes(content), { name: `${content}.txt` });
    if (upload?.ok) {
      this.uploads += 1;
      upload.sent
        .then(
          () => {
            said.push(content);
            meant.push({ ...plain, file: content });
          },
          () => {},
        )
        .finally(() => {
          this.uploads -= 1;
        });
    }
    return upload;
  }
  #write(sent: Sent | Refusal | undefined, text: string, question: string | null) {
    if (sent?.ok) {
      this.said.push(question ?? text);
      this.meant.push({ ...plain, text, question });
    }
    return sent;
  }

  /** One of the own messages, by its place. */
  edit(place: number, text: string): void {
    if (this.chat?.edit(this.#seqAt(place), text).ok) {
      this.meant[place] = { ...plain, text, edited: true };
    }
  }
  remove(place: number): void {
    if (this.chat?.remove(this.#seqAt(place)).ok) {
      this.meant[place] = { ...plain, removed: true };
    }
  }
  #seqAt(place: number): number {
    return looks(this, true)[place]?.seq ?? 0;
  }

  reload(): void {
    this.#page.gone = true;
    for (const wire of this.wires) wire.leave();
    this.wires.clear();
    this.#environment = [];
    this.wait = null;
    this.chat = null;
    this.uploads = 0;
    this.parley = this.#open();
    this.#restore();
  }

  #restore(): void {
    const restored = this.parley.restore();
    if (restored?.kind === "wait") this.#await(restored.wait);
    else if (restored?.kind === "chat") this.#talk(restored.chat);
  }

  change(what: "online" | "offline" | "visible"): void {
    if (what !== "visible") this.online = what === "online";
    if (what === "offline") for (const wire of [...this.wires]) wire.cut();
    for (const listener of [...this.#environment]) listener(what);
  }

  /** The connection to the room, if there is one. */
  get roomWire(): Wire | undefined {
    return [...this.wires].find((wire) => wire.open && wire.path.startsWith("/node/"));
  }
  get matchWire(): Wire | undefined {
    return [...this.wires].find((wire) => wire.open && wire.path === "/match");
  }

  #open(): Parley {
    const page = { gone: false };
    this.#page = page;
    const { time, random } = this.world;
    const now = () => time.now();
    const live = (run: () => void) => () => this.#whenAwake(() => page.gone || run());
    const after = (ms: number, run: () => void) => time.after(ms, live(run));
    return createParley({
      url: "wss://parley.test",
      storage: this.storage,
      clock: { now, after },
      random,
      transport: this.#transport(page),
      http: this.#http(page),
      environment: this.#surroundings(),
    });
  }

  #transport(page: { readonly gone: boolean }): Transport {
    const transport = this.world.network.transport(this);
    return {
      open: (url, subprotocol, listener) =>
        transport.open(url, subprotocol, {
          opened: () => this.#whenAwake(() => page.gone || listener.opened()),
          frame: (text) => this.#whenAwake(() => page.gone || listener.frame(text)),
          closed: (code) => this.#whenAwake(() => page.gone || listener.closed(code)),
        }),
    };
  }

  #http(page: { readonly gone: boolean }): Http {
    const http = this.world.services.files.http(this);
    return (request) =>
      new Promise((resolve, reject) => {
        if (page.gone) return;
        http(request).then(
          (answer) => page.gone || resolve(answer),
          (error) => page.gone || reject(error),
        );
      });
  }

  #surroundings() {
    const isOnline = () => this.online;
    return {
      get online() {
        return isOnline();
      },
      subscribe: (listener: (change: "online" | "offline" | "visible") => void) => {
        this.#environment.push(listener);
        return () => {
          this.#environment = this.#environment.filter((other) => other !== listener);
        };
      },
    };
  }

  #await(wait: Wait): Wait {
    this.wait = wait;
    wait.on("opened", (chat) => this.#talk(chat));
    wait.on("state", (state) => this.states.push(state));
    wait.on("no_show", () => this.notes.push("no_show"));
    wait.on("assigned", ({ partner }) => this.notes.push(`assigned ${partner}`));
    wait.on("ended", (end) => {
      this.waitEnd = end;
      this.ends.push(end);
    });
    return wait;
  }

  #talk(chat: Chat): void {
    this.chat = chat;
    chat.on("message", (message) => {
      const { text, question, file } = look(message);
      this.seen.push(file ?? question ?? text);
    });
    chat.on("changed", ({ message }) => this.changes.push(message.text));
    chat.on("renamed", ({ name }) => this.notes.push(`now ${name}`));
    chat.on("seen", ({ seq }) => this.notes.push(`seen ${seq}`));
    chat.on("idle", ({ leftMs }) => this.notes.push(`idle ${leftMs}`));
    chat.on("state", (state) => this.states.push(state));
    chat.on("typing", ({ on }) => this.notes.push(`typing ${on}`));
    chat.on("partner", ({ change, name }) => this.notes.push(`${name} ${change}`));
    chat.on("gap", ({ first, last }) => this.notes.push(`gap ${first}-${last}`));
    chat.on("storage", ({ where, available }) => this.notes.push(`${where} ${available}`));
    chat.on("ended", (end) => {
      this.ended = end;
    });
  }
}
