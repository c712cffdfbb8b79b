// Somebody at a browser tab: uses the library on virtual time, can reload the tab, and remembers what was seen.
import {
  type Chat,
  type ChatEnd,
  type ConnectionState,
  createParley,
  type Parley,
  type Storage,
  type Transport,
  type Wait,
  type WaitEnd,
} from "../../src/index.js";
import { Network, type Wire } from "./network.js";
import { Services } from "./services.js";
import { VirtualTime } from "./virtual_time.js";

/** A tab's storage with an optional bound, in characters. */
export class TabStorage implements Storage {
  readonly values = new Map<string, string>();
  quota = Number.POSITIVE_INFINITY;
  getItem(key: string): string | null {
    return this.values.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    const others = [...this.values].filter(([other]) => other !== key);
    const used = others.reduce((sum, [name, text]) => sum + name.length + text.length, 0);
    if (used + key.length + value.length > this.quota) throw new Error("QuotaExceededError");
    this.values.set(key, value);
  }
  removeItem(key: string): void {
    this.values.delete(key);
  }
}

/** A generator that gives the same numbers for the same seed (mulberry32). */
export const seeded = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
};

export class Person {
  readonly storage = new TabStorage();
  readonly wires = new Set<Wire>();
  online = true;
  parley: Parley;
  wait: Wait | null = null;
  chat: Chat | null = null;
  /** Texts of the partner in the order in which they appeared. */
  readonly seen: string[] = [];
  readonly said: string[] = [];
  readonly states: ConnectionState[] = [];
  readonly notes: string[] = [];
  waitEnd: WaitEnd | null = null;
  ended: ChatEnd | null = null;
  #environment: ((change: "online" | "offline" | "visible") => void)[] = [];
  /** Reloading is the end of everything that ran in the page. */
  #page = { gone: false };

  constructor(readonly world: World) {
    this.parley = this.#open();
  }

  seek(signal?: AbortSignal): Wait {
    const request = { language: "en", interests: ["chess"], name: "Otter" };
    return this.#await(this.parley.seek(signal ? { ...request, signal } : request));
  }

  say(text: string) {
    const sent = this.chat?.send(text);
    if (sent?.ok) this.said.push(text);
    return sent;
  }

  reload(): void {
    this.#page.gone = true;
    for (const wire of this.wires) wire.leave();
    this.wires.clear();
    this.#environment = [];
    this.wait = null;
    this.chat = null;
    this.parley = this.#open();
    const restored = this.parley.restore();
    if (restored?.kind === "wait") this.#await(restored.wait);
    else if (restored) this.#talk(restored.chat);
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
    const after = (ms: number, run: () => void) => time.after(ms, () => page.gone || run());
    return createParley({
      url: "wss://parley.test",
      storage: this.storage,
      clock: { now, after },
      random,
      transport: this.#transport(page),
      environment: this.#surroundings(),
    });
  }

  #transport(page: { readonly gone: boolean }): Transport {
    const transport = this.world.network.transport(this);
    return {
      open: (url, subprotocol, listener) =>
        transport.open(url, subprotocol, {
          opened: () => page.gone || listener.opened(),
          frame: (text) => page.gone || listener.frame(text),
          closed: (code) => page.gone || listener.closed(code),
        }),
    };
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
    });
    return wait;
  }

  #talk(chat: Chat): void {
    this.chat = chat;
    chat.on("message", ({ text }) => this.seen.push(text));
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

/** Services, network, clock and two persons. */
export class World {
  readonly time = new VirtualTime();
  readonly services = new Services(this.time);
  readonly random: () => number;
  readonly network: Network;
  readonly ann: Person;
  readonly bob: Person;

  constructor(seed = 1) {
    this.random = seeded(seed);
    this.network = new Network(this.time, this.random, this.services);
    this.ann = new Person(this);
    this.bob = new Person(this);
  }

  get persons(): readonly Person[] {
    return [this.ann, this.bob];
  }

  /** Both seek, are paired and are in the room. */
  pair(): this {
    for (const person of this.persons) {
      person.seek();
      this.time.pass(200);
    }
    this.services.pair();
    this.time.until(() => this.persons.every(({ chat }) => chat !== null), 5_000);
    return this;
  }

  /** Everything works again. */
  calm(): void {
    for (const node of this.services.nodes.keys()) this.services.nodes.set(node, true);
    this.services.matchmakers = true;
    this.services.refuseSends = 0;
    for (const person of this.persons) if (!person.online) person.change("online");
  }
}
