// Follows one conversation of the library as long as it is drawn, and passes the visitor's wishes on to it.
import type {
  Chat,
  Message,
  NamedRoom,
  Refusal,
  Report,
  Sent,
  Talk,
  Unsubscribe,
} from "@parley-chat/client";
import { keepDraft, readDraft } from "./draft.ts";
import { nextQuestion } from "./icebreakers.ts";
import type { Surroundings } from "./surroundings.ts";
import {
  type ChatView,
  chatViewOf,
  firstKnown,
  type RoomView,
  roomViewOf,
  type TalkView,
} from "./talk_view.ts";
import { Uploads } from "./uploads.ts";
import { connectionOf } from "./view.ts";

/** A chat of two or a named room: what both can do. */
export abstract class Conversation<T extends Talk = Talk, V extends TalkView = TalkView> {
  private view_: V;
  private readonly uploads_: Uploads;
  private readonly listeners_ = new Set<() => void>();
  private readonly off_: Unsubscribe[];

  constructor(
    protected readonly talk: T,
    protected readonly around: Surroundings,
    first: V,
  ) {
    this.view_ = first;
    const { now, hidden, prepare } = around;
    this.uploads_ = new Uploads(talk, prepare, () => this.note({ uploads: this.uploads_.list }));
    this.off_ = [
      talk.on("message", () => this.note({ unread: this.view_.unread + (hidden() ? 1 : 0) })),
      talk.on("storage", ({ where, available }) =>
        this.note({ storage: { ...this.view_.storage, [where]: available } }),
      ),
      talk.on("state", (state) => this.note({ connection: connectionOf(state, now()) })),
      ...quiet.map((event) => talk.on(event, () => this.note())),
    ];
  }

  get view(): V {
    return this.view_;
  }

  /** Calls after each change of `view`. */
  subscribe(listener: () => void): Unsubscribe {
    this.listeners_.add(listener);
    return () => this.listeners_.delete(listener);
  }

  /** It is drawn no longer. */
  stop(): void {
    for (const off of this.off_) off();
    this.listeners_.clear();
  }

  send(text: string): Sent | Refusal {
    return this.act((talk) => talk.send(text));
  }
  /** An edit that changes nothing is one that is done. */
  edit(seq: number, text: string): { readonly ok: true } | Refusal {
    const answer = this.act((talk) => talk.edit(seq, text));
    return answer.ok || answer.error !== "unchanged" ? answer : { ok: true };
  }
  remove(seq: number): Sent | Refusal {
    return this.act((talk) => talk.remove(seq));
  }
  /** Pictures and other files, each a message of its own when it is up. */
  attach(files: readonly File[]): void {
    this.uploads_.add(files);
  }
  cancelUpload(id: number): void {
    this.uploads_.cancel(id);
  }
  fileOf(message: Message, signal?: AbortSignal): Promise<Blob> {
    return this.talk.fileOf(message, { ...(signal && { signal }) });
  }

  /** From now on one's own clock is told with each message, or no longer. */
  tellClock(tellsClock: boolean): void {
    this.talk.clocks(tellsClock);
    this.note({ tellsClock });
  }
  /** The clocks run on without a word; who looks at them wants the newest. */
  lookAtClocks(): void {
    this.note();
  }

  rename(name: string): { readonly ok: true } | Refusal {
    return this.act((talk) => talk.rename(name));
  }

  /** What was being written here before the tab was reloaded. */
  get draft(): string {
    return readDraft(this.around.tab, this.talk.room);
  }
  keepDraft(text: string): void {
    keepDraft(this.around.tab, this.talk.room, text);
  }
  setTyping(on: boolean): void {
    this.talk.setTyping(on);
  }
  leave(): void {
    this.talk.leave();
  }

  /** The tab is looked at again. */
  lookedAt(): void {
    if (this.view_.unread > 0) this.note({ unread: 0 });
  }

  /** The conversation as it is now, and what the page itself has to note. */
  protected abstract viewOf(known: V): V;

  protected note(change: Partial<TalkView> | Partial<V> = {}): void {
    this.view_ = this.viewOf({ ...this.view_, ...change });
    for (const listener of this.listeners_) listener();
  }

  protected follow(off: Unsubscribe): void {
    this.off_.push(off);
  }

  protected act<R>(wish: (talk: T) => R): R {
    const answer = wish(this.talk);
    this.note();
    return answer;
  }
}

/** What these bring is in the conversation itself when they come. */
const quiet = ["typing", "stored", "delivered", "changed", "renamed", "gap", "ended"] as const;

export class ChatConversation extends Conversation<Chat, ChatView> {
  constructor(chat: Chat, around: Surroundings, justOpened = false) {
    super(chat, around, chatViewOf(chat, firstKnown(chat, around.now(), justOpened)));
    this.follow(chat.on("seen", () => this.note()));
    this.follow(chat.on("partner", () => this.note()));
    this.follow(
      chat.on("idle", ({ leftMs }) => this.note({ idleUntil: leftMs && around.now() + leftMs })),
    );
  }

  /** Asks both something; null when everything in the bank was asked. */
  ask(bank: readonly string[]): Sent | Refusal | null {
    const { seat, transcript } = this.talk;
    const question = nextQuestion(bank, seat, transcript, this.around.random);
    return question === null ? null : this.act((chat) => chat.icebreaker(question));
  }
  /** All that was said stands before the visitor's eyes. */
  seen(): void {
    this.talk.seen();
  }
  stay(): void {
    this.talk.stay();
  }
  report(report: Report): Promise<void> {
    return this.talk.report(report);
  }
  /** Blocking is also going. */
  block(): Promise<void> {
    const blocked = this.talk.block();
    this.leave();
    return blocked;
  }

  override lookedAt(): void {
    const { unread, justOpened } = this.view;
    if (unread > 0 || justOpened) this.note({ unread: 0, justOpened: false });
  }
  protected override viewOf(known: ChatView): ChatView {
    return chatViewOf(this.talk, known);
  }
}

export class RoomConversation extends Conversation<NamedRoom, RoomView> {
  constructor(room: NamedRoom, around: Surroundings) {
    super(room, around, roomViewOf(room, firstKnown(room, around.now())));
    this.follow(room.on("member", () => this.note()));
  }

  report(report: Report & { readonly about: number }): Promise<void> {
    return this.talk.report(report);
  }
  protected override viewOf(known: RoomView): RoomView {
    return roomViewOf(this.talk, known);
  }
}
