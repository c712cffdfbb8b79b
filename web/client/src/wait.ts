// A wait, or an opening, as the user of the library sees it: a view of a session until its chat or room has opened.
import { Emitter } from "./emitter.js";
import type { Signal, Signals } from "./machine/actions.js";
import type { WaitRecord } from "./machine/store.js";
import type { Runtime } from "./runtime.js";
import type { TalkView } from "./talk.js";
import {
  type Chat,
  type NamedRoom,
  type Opening,
  type OpeningEvents,
  ParleyError,
  type Wait,
  type WaitEvents,
  type WaitStatus,
} from "./types.js";

/** Of a wait a chat, of an opening a room. */
type Both = Chat & NamedRoom;

export class WaitView implements Wait, Opening {
  readonly chat: Promise<Both>;
  readonly on: Wait["on"] & Opening["on"];
  readonly #emitter = new Emitter<Omit<Signals, "opened"> & WaitEvents & OpeningEvents>();
  #resolve: (chat: Both) => void = () => {};
  #reject: (error: ParleyError) => void = () => {};

  constructor(
    private readonly runtime: Runtime,
    private readonly wish: WaitRecord,
  ) {
    this.on = this.#emitter.on.bind(this.#emitter) as WaitView["on"];
    this.chat = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.chat.catch(() => {}); // need not be awaited
  }

  get room(): Promise<NamedRoom> {
    return this.chat;
  }
  get title(): string {
    return this.wish.open?.room ?? "";
  }
  get language(): string {
    return this.wish.language;
  }
  get interests(): readonly string[] {
    return this.wish.interests;
  }
  get name(): string {
    return this.wish.name;
  }
  get state() {
    return this.runtime.session.state;
  }
  get status(): WaitStatus | null {
    return this.runtime.session.waiting?.status ?? null;
  }

  cancel(): void {
    this.runtime.run((session, now) => session.cancel(now));
  }

  opened(talk: TalkView): void {
    this.#resolve(talk as Both & TalkView);
    this.#emitter.emit("opened", talk as Both & TalkView);
  }

  hear({ name, value }: Signal): void {
    if (name === "wait_ended") {
      this.#reject(new ParleyError("wait_ended", value));
      this.#emitter.emit("state", { kind: "ended" });
      this.#emitter.emit("ended", value);
    } else if (name === "opened") return;
    // What a room that was given up still does is nobody's business.
    else if (name !== "state" || this.state.kind !== "ended") this.#emitter.emit(name, value);
  }
}
