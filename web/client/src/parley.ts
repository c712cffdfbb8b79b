// The entrance: one tab's conversation at a time, from `seek`, from `open`, or from what the tab's storage remembers.
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
import { NamedRoomView } from "./named_room.js";
import { hashOf, titleOf } from "./room_key.js";
import { Runtime, type Surroundings } from "./runtime.js";
import type { TalkView } from "./talk.js";
import type {
  Opening,
  OpenRequest,
  Parley,
  ParleyOptions,
  Restored,
  SeekRequest,
  Wait,
} from "./types.js";
import { WaitView } from "./wait.js";
import { wellFormed } from "./wire/limits.js";
import { count, shape } from "./wire/shape.js";

/** Begins nothing yet. Throws a `TypeError` when something is missing here that was not passed either. */
export const createParley = (options: ParleyOptions = {}): Parley => new ParleyClient(options);

const statsTimeout = 5_000;
const statsShape = shape({ online: count, waiting: count });

/** One session as its user has it: the wait that it may begin with, the chat or room that it may become. */
class Course {
  readonly runtime: Runtime;
  readonly wait: WaitView | null;
  talk: TalkView | null = null;
  #abandoned = false;
  #unfollow: () => void = () => {};

  readonly isNamed: boolean;

  constructor(options: SessionOptions, surroundings: Surroundings) {
    const { wish, room } = options;
    this.isNamed = room ? room.record.partner === null : wish?.open !== undefined;
    const session = new Session(options);
    this.runtime = new Runtime(session, surroundings, (signal) => this.#hear(signal));
    this.wait = wish && new WaitView(this.runtime, wish);
    if (session.conversation?.room.record.opened) this.#openTalk();
  }

  /** The user has given it up, whatever comes of it meanwhile. */
  abandon(): void {
    this.#abandoned = true;
    this.wait?.cancel();
    this.talk?.leave();
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
    this.runtime.quit();
  }

  #hear(signal: Signal): void {
    if (signal.name === "opened") {
      const talk = this.#openTalk();
      if (talk) this.wait?.opened(talk);
    } else if (this.talk) this.talk.hear(signal);
    else this.wait?.hear(signal);
    // The pairing was quicker than the cancelling.
    if (this.#abandoned && signal.name === "assigned") this.wait?.cancel();
  }

  #openTalk(): TalkView | null {
    const { conversation } = this.runtime.session;
    const View = this.isNamed ? NamedRoomView : ChatView;
    this.talk ??= conversation && new View(this.runtime, conversation);
    return this.talk;
  }
}

const restored = ({ talk, wait }: Course): Restored => {
  if (talk instanceof NamedRoomView) return { kind: "room", room: talk };
  if (talk instanceof ChatView) return { kind: "chat", chat: talk };
  return wait?.title ? { kind: "opening", opening: wait } : { kind: "wait", wait: wait as Wait };
};

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

  readonly rooms = { open: (request: OpenRequest): Opening => this.#open(request) };
  #open({ room, key, name = "", signal }: OpenRequest): Opening {
    this.#quit();
    const open = { room: titleOf(room), key: "" };
    const wish: WaitRecord = {
      ...{ language: "", interests: [], priority: "", open },
      name: wellFormed(name).trim(),
    };
    const course = this.#begin({ wish, room: null });
    const start = () => course.runtime.run((session, now) => session.seek(now));
    if (!key) start();
    else
      void hashOf(open.room, key).then((hash) => {
        open.key = hash ?? "";
        if (hash) start();
        else course.runtime.run((session) => session.refuse("insecure"));
      });
    course.follow(signal);
    return course.wait as Opening;
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
