// A visitor of a test: the real client library over real sockets, with its network in the hands of the test, and a record
// of all that it said and heard, to be checked against the guarantee (DESIGN section 3).
import {
  type Chat,
  createParley,
  type Http,
  type Parley,
  type Storage,
  type Transport,
  type TransportConnection,
  type TransportListener,
  type Wait,
} from "@parley-chat/client";
import WebSocket from "ws";
import type { System } from "./system.ts";
import { routedHttp } from "./user_http.ts";

// A tab's session storage; a reload is a new `Parley` over the same.
export class TabStorage implements Storage {
  private readonly items = new Map<string, string>();
  getItem(key: string): string | null {
    return this.items.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.items.set(key, value);
  }
  removeItem(key: string): void {
    this.items.delete(key);
  }
  // What a browser does when a tab is duplicated.
  copy(): TabStorage {
    const copy = new TabStorage();
    for (const [key, value] of this.items) copy.setItem(key, value);
    return copy;
  }
}

// WebSockets of one visitor: routed as the gateway would, and cut, held or kept away as the test says.
export class Network implements Transport {
  private readonly open_ = new Set<{ socket: WebSocket; tell: (code: number) => void }>();
  private deaf = false;
  private away = false;
  private dead = false;
  opens = 0;

  constructor(private readonly route: (path: string) => string) {}

  open(url: string, subprotocol: string, listener: TransportListener): TransportConnection {
    if (this.dead) return { send: () => {}, close: () => {} };
    ++this.opens;
    const socket = new WebSocket(
      this.away ? "ws://127.0.0.1:1/" : this.route(new URL(url).pathname),
      [subprotocol],
    );
    let told = false;
    const connection = {
      socket,
      tell: (code: number) => {
        if (told || this.dead) return;
        told = true;
        this.open_.delete(connection);
        listener.closed(code);
      },
    };
    this.open_.add(connection);
    socket.on("open", () => !told && listener.opened());
    socket.on("message", (data) => {
      if (!told && !this.deaf && !this.dead) listener.frame(String(data));
    });
    socket.on("error", () => {}); // close follows
    socket.on("close", (code) => connection.tell(code || 1006));
    return {
      send: (text) => socket.readyState === WebSocket.OPEN && socket.send(text),
      close: (code) => {
        told = true;
        this.open_.delete(connection);
        socket.close(code);
      },
    };
  }

  // The TCP connections end without a close frame.
  cut(): void {
    this.deaf = false;
    for (const { socket, tell } of [...this.open_]) {
      socket.terminate();
      tell(1006);
    }
  }

  // What the services say from now on is lost, until the next cut: the reply that never came.
  loseIncoming(): void {
    this.deaf = true;
  }

  goAway(): void {
    this.away = true;
    this.cut();
  }

  // With the page that it served: nothing of it is heard again.
  die(): void {
    this.dead = true;
    for (const { socket } of this.open_) socket.terminate();
    this.open_.clear();
  }

  comeBack(): void {
    this.away = false;
  }
}

export class User {
  readonly storage: TabStorage;
  network: Network;
  // A test may stand in between.
  http: Http;
  readonly said: string[] = [];
  heard: string[] = [];
  parley: Parley;
  chat: Chat | undefined;
  wait: Wait | undefined;
  private changed: Array<() => void> = [];

  constructor(
    private readonly system: System,
    readonly name: string,
    storage = new TabStorage(),
  ) {
    this.storage = storage;
    this.network = this.newNetwork();
    this.http = routedHttp(system);
    this.parley = this.load();
  }

  seek(request: { language?: string; interests?: readonly string[] } = {}): Wait {
    this.watchWait(this.parley.seek({ language: "en", name: this.name, ...request }));
    return this.wait as Wait;
  }

  // The tab is loaded anew: memory is gone, session storage is not.
  reload(): void {
    this.network.die();
    this.network = this.newNetwork();
    this.parley = this.load();
    this.restore();
  }

  restore(): void {
    const restored = this.parley.restore();
    if (restored?.kind === "chat") this.watchChat(restored.chat);
    if (restored?.kind === "wait") this.watchWait(restored.wait);
  }

  say(...texts: readonly string[]): void {
    for (const text of texts) {
      const sent = this.chat?.send(text);
      if (!sent?.ok) throw new Error(`${this.name} cannot say ${text}: ${JSON.stringify(sent)}`);
      this.said.push(text);
    }
  }

  // Waits until something that this user sees makes it true.
  async until(what: string, holds: () => boolean, timeoutMs = 30_000): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (!holds()) {
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`${this.name}: ${what} did not happen\n${this.describe()}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.changed.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  opened(timeoutMs?: number): Promise<void> {
    return this.until("the chat opens", () => this.chat !== undefined, timeoutMs);
  }

  connected(): Promise<void> {
    return this.until("connected", () => this.chat?.state.kind === "connected");
  }

  hears(count: number, timeoutMs?: number): Promise<void> {
    return this.until(`hears ${count} messages`, () => this.heard.length >= count, timeoutMs);
  }

  allDelivered(timeoutMs?: number): Promise<void> {
    return this.until("all is delivered", () => this.chat?.unconfirmed === 0, timeoutMs);
  }

  private newNetwork(): Network {
    return new Network((path) => this.system.route(path));
  }

  private load(): Parley {
    return createParley({
      url: "http://parley.test",
      storage: this.storage,
      transport: this.network,
      http: (request) => this.http(request),
    });
  }

  private watchWait(wait: Wait): void {
    this.wait = wait;
    wait.chat.catch(() => {});
    wait.on("opened", (chat) => this.watchChat(chat));
    for (const event of ["waiting", "assigned", "no_show", "state", "ended"] as const) {
      wait.on(event, () => this.wake());
    }
    this.wake();
  }

  private watchChat(chat: Chat): void {
    this.chat = chat;
    // After a reload `heard` is what the transcript kept; nothing may be missing or twice in it.
    const heard: string[] = [];
    for (const item of chat.transcript) {
      if (item.kind === "message" && !item.mine) heard.push(item.text);
    }
    this.heard = heard;
    chat.on("message", (message) => heard.push(message.text));
    for (const event of [
      "message",
      "typing",
      "stored",
      "delivered",
      "seen",
      "changed",
      "renamed",
      "idle",
      "state",
      "partner",
      "gap",
      "storage",
      "ended",
    ] as const) {
      chat.on(event, () => this.wake());
    }
    this.wake();
  }

  private describe(): string {
    const { chat } = this;
    const state = chat && {
      state: chat.state,
      ended: chat.ended,
      partner: chat.partner,
      left: chat.unconfirmed,
    };
    return JSON.stringify({
      ...state,
      wait: this.wait?.state,
      heard: this.heard.length,
      last: this.heard.at(-1),
    });
  }

  private wake(): void {
    const changed = this.changed;
    this.changed = [];
    for (const each of changed) each();
  }
}

export async function twoStrangers(system: System): Promise<[User, User]> {
  const ada = new User(system, "Ada");
  const bob = new User(system, "Bob");
  ada.seek();
  bob.seek();
  await Promise.all([ada.opened(), bob.opened()]);
  return [ada, bob];
}

// Once all is quiet: what one said is exactly what the other heard, in that order, and both have two ticks for all of it.
export async function expectAllArrived(one: User, other: User, timeoutMs?: number): Promise<void> {
  await Promise.all([
    one.hears(other.said.length, timeoutMs),
    other.hears(one.said.length, timeoutMs),
  ]);
  await Promise.all([one.allDelivered(timeoutMs), other.allDelivered(timeoutMs)]);
  for (const [speaker, listener] of [
    [one, other],
    [other, one],
  ] as const) {
    const wrong = speaker.said.findIndex((text, i) => listener.heard[i] !== text);
    if (wrong >= 0 || speaker.said.length !== listener.heard.length) {
      throw new Error(
        `${listener.name} heard ${JSON.stringify(listener.heard)}\n${speaker.name} said ${JSON.stringify(speaker.said)}`,
      );
    }
  }
}
