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
import { defaultHttp } from "./http.js";
import type { Signal } from "./machine/actions.js";
import { Session, type SessionOptions } from "./machine/session.js";
import { forget, readRoom, readSession, readWait, type WaitRecord } from "./machine/store.js";
import { Runtime, type Surroundings } from "./runtime.js";
import type { Parley, ParleyOptions, Restored, SeekRequest, Wait } from "./types.js";
import { WaitView } from "./wait.js";
import { wellFormed } from "./wire/limits.js";
import { count, shape } from "./wire/shape.js";

/** Begins nothing yet. Throws a `TypeError` when something is missing here that was not passed either. */
export const createParley = (options: ParleyOptions = {}): Parley => new ParleyClient(options);

const statsTimeout = 5_000;
const statsShape = shape({ online: count, waiting: count });

/** One session as its user has it: the wait that it may begin with, the chat that it may become. */
class Course {
  readonly runtime: Runtime;
  readonly wait: WaitView | null;
  chat: ChatView | null = null;
  #abandoned = false;
  #unfollow: () => void = () => {};

  constructor(options: SessionOptions, surroundings: Surroundings) {
    const session = new Session(options);
    this.runtime = new Runtime(session, surroundings, (signal) => this.#hear(signal));
    this.wait = options.wish && new WaitView(this.runtime, options.wish);
    if (session.conversation?.room.record.opened) this.#openChat();
  }

  /** The user has given it up, whatever comes of it meanwhile. */
  abandon(): void {
    this.#abandoned = true;
    this.wait?.cancel();
    this.chat?.leave();
  }

  /** An `AbortSignal` may outlive many of these, and must not keep them. */
  follow(signal: AbortSignal | undefined): void {
    const abandon = () => this.abandon();
    if (signal?.aborted) abandon();
    signal?.addEventListener("abort", abandon);
    this.#unfollow = () => signal?.removeEventListener("abort", abandon);
  }

  /** Makes way for another one, also in the storage. */
  quit(): void {
    this.#unfollow();
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

const restored = ({ chat, wait }: Course): Restored =>
  chat ? { kind: "chat", chat } : { kind: "wait", wait: wait as Wait };

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
      http: options.http ?? defaultHttp,
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
    course.follow(signal);
    return course.wait as Wait;
  }

  restore(): Restored | null {
    if (this.#course !== null) return restored(this.#course); // two on one seat would replace each other
    const { storage } = this.#surroundings;
    const room = readRoom(storage);
    const opened = room?.record.opened ?? false;
    const wish = opened ? null : readWait(storage);
    if (!opened && wish === null) return null;
    const course = this.#begin({ wish, room });
    course.runtime.run((session, now) => session.resume(now));
    return restored(course);
  }

  async stats() {
    try {
      const signal = AbortSignal.timeout(statsTimeout);
      const response = await fetch(`${this.#httpUrl}/api/stats`, { signal });
      return statsShape(await response.json());
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
    forget(this.#surroundings.storage);
  }
}
