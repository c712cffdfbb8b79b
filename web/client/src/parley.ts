// The entrance: one tab's conversation at a time, from `seek` or from what the tab's storage remembers.
import {
  defaultEnvironment,
  defaultStorage,
  defaultTransport,
  defaultUrl,
  memoryStorage,
  systemClock,
} from "./browser.js";
import { ChatView } from "./chat.js";
import type { Signal } from "./machine/actions.js";
import { Session, type SessionOptions } from "./machine/session.js";
import { keysToForget, readRoom, readSession, readWait, type WaitRecord } from "./machine/store.js";
import { Runtime, type Surroundings } from "./runtime.js";
import type { Parley, ParleyOptions, Restored, SeekRequest, Wait } from "./types.js";
import { WaitView } from "./wait.js";
import { isFields } from "./wire/fields.js";
import { wellFormed } from "./wire/limits.js";

/** Begins nothing yet. Throws a `TypeError` when something is missing here that was not passed either. */
export const createParley = (options: ParleyOptions = {}): Parley => new ParleyClient(options);

/** One session as its user has it: the wait that it may begin with, the chat that it may become. */
class Course {
  readonly runtime: Runtime;
  readonly wait: WaitView | null;
  chat: ChatView | null = null;
  #abandoned = false;

  constructor(options: SessionOptions, surroundings: Surroundings) {
    const session = new Session(options);
    this.runtime = new Runtime(session, surroundings, (signal) => this.#hear(signal));
    this.wait = options.wish && new WaitView(this.runtime, options.wish);
    if (session.conversation?.record.opened) this.#openChat();
  }

  /** The user has given it up, whatever comes of it meanwhile. */
  abandon(): void {
    this.#abandoned = true;
    this.wait?.cancel();
    this.chat?.leave();
  }

  /** Makes way for another one, also in the storage. */
  quit(): void {
    this.abandon();
    this.runtime.run((session) => session.effects.mute());
  }

  #hear(signal: Signal): void {
    if (signal.name === "opened") {
      const chat = this.#openChat();
      if (chat) this.wait?.opened(chat);
    } else if (this.chat) this.chat.hear(signal);
    else this.wait?.hear(signal);
    // The pairing was quicker than the cancelling.
    if (this.#abandoned && signal.name === "assigned") this.wait?.cancel();
  }

  #openChat(): ChatView | null {
    const { conversation } = this.runtime.session;
    this.chat ??= conversation && new ChatView(this.runtime, conversation);
    return this.chat;
  }
}

class ParleyClient implements Parley {
  readonly #surroundings: Surroundings;
  readonly #httpUrl: string;
  #course: Course | null = null;

  constructor(options: ParleyOptions) {
    const url = (options.url ?? defaultUrl()).replace(/\/+$/, "");
    this.#httpUrl = url.replace(/^ws/i, "http");
    this.#surroundings = {
      url: url.replace(/^http/i, "ws"),
      storage:
        options.storage === undefined ? defaultStorage() : (options.storage ?? memoryStorage()),
      clock: options.clock ?? systemClock,
      random: options.random ?? Math.random,
      transport: options.transport ?? defaultTransport(),
      environment: options.environment ?? defaultEnvironment(),
    };
  }

  seek({ language, interests = [], name = "", signal }: SeekRequest): Wait {
    this.#quit();
    const wish: WaitRecord = {
      language,
      interests: interests.map((interest) => wellFormed(interest).trim()).filter(Boolean),
      name: wellFormed(name).trim(),
      priority: "",
    };
    const course = this.#begin({ wish, room: null });
    course.runtime.run((session, now) => session.seek(now));
    if (signal?.aborted) course.abandon();
    signal?.addEventListener("abort", () => course.abandon(), { once: true });
    return course.wait as Wait;
  }

  restore(): Restored | null {
    const { storage } = this.#surroundings;
    const room = readRoom(storage);
    const opened = room?.record.opened ?? false;
    const wish = opened ? null : readWait(storage);
    if (!opened && wish === null) return null;
    const course = this.#begin({ wish, room });
    course.runtime.run((session, now) => session.resume(now));
    if (course.chat) return { kind: "chat", chat: course.chat };
    return { kind: "wait", wait: course.wait as Wait };
  }

  async stats() {
    try {
      const response = await fetch(`${this.#httpUrl}/api/stats`);
      const body: unknown = await response.json();
      if (!response.ok || !isFields(body)) return null;
      const { online, waiting } = body;
      return typeof online === "number" && typeof waiting === "number" ? { online, waiting } : null;
    } catch {
      return null;
    }
  }

  #begin({ wish, room }: Pick<SessionOptions, "wish" | "room">): Course {
    const { storage, random, environment } = this.#surroundings;
    const session = readSession(storage) ?? { token: "", attempt: 0 };
    const online = environment.online;
    this.#course = new Course({ session, wish, room, random, online }, this.#surroundings);
    return this.#course;
  }

  #quit(): void {
    this.#course?.quit();
    this.#course = null;
    const { storage } = this.#surroundings;
    for (const key of keysToForget(storage)) storage.removeItem(key);
  }
}
