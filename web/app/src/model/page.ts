// The page's one state: follows the client library's waits and chats, and passes the visitor's wishes on to it.
import type {
  Assignment,
  Chat,
  Message,
  Parley,
  Refusal,
  Report,
  Sent,
  Wait,
} from "@parley-chat/client";
import { keepDraft, readDraft } from "./draft.ts";
import { nextQuestion } from "./icebreakers.ts";
import type { Preferences } from "./preferences.ts";
import type { Surroundings } from "./surroundings.ts";
import { Uploads } from "./uploads.ts";
import {
  type ChatView,
  chatViewOf,
  connectionOf,
  firstChatView,
  firstWaitView,
  type View,
  type WaitView,
} from "./view.ts";

const over: Refusal = { ok: false, error: "ended" };

export class Page {
  private view_: View = { screen: "start", lastWait: null };
  private wait_: Wait | null = null;
  private chat_: Chat | null = null;
  private uploads_: Uploads | null = null;
  private readonly listeners_ = new Set<() => void>();
  private unfollow_: () => void = () => {};

  constructor(
    private readonly parley: Parley,
    private readonly around: Surroundings,
  ) {}

  get view(): View {
    return this.view_;
  }

  /** Calls after each change of `view`. */
  subscribe(listener: () => void): () => void {
    this.listeners_.add(listener);
    return () => this.listeners_.delete(listener);
  }

  // ---- the visitor's wishes --------------------------------------------------------------------

  /** After a reload: goes on with what this tab was doing. */
  restore(): void {
    const restored = this.parley.restore();
    if (restored?.kind === "wait") this.followWait(restored.wait);
    if (restored?.kind === "chat") this.followChat(restored.chat);
  }

  seek({ language, interests, name }: Pick<Preferences, "language" | "interests" | "name">): void {
    this.followWait(this.parley.seek({ language, interests, name }));
  }

  cancel(): void {
    this.wait_?.cancel();
  }

  /** From a chat that is over, or a wait that was refused, back to the first screen. */
  toStart(): void {
    this.unfollow_();
    this.wait_ = this.chat_ = null;
    this.show({ screen: "start", lastWait: null });
  }

  send(text: string): Sent | Refusal {
    return this.act((chat) => chat.send(text));
  }
  /** An edit that changes nothing is one that is done. */
  edit(seq: number, text: string): { readonly ok: true } | Refusal {
    const answer = this.act((chat) => chat.edit(seq, text));
    return answer.ok || answer.error !== "unchanged" ? answer : { ok: true };
  }
  remove(seq: number): Sent | Refusal {
    return this.act((chat) => chat.remove(seq));
  }
  /** Pictures and other files, each a message of its own when it is up. */
  attach(files: readonly File[]): void {
    this.uploads_?.add(files);
  }
  cancelUpload(id: number): void {
    this.uploads_?.cancel(id);
  }
  fileOf(message: Message, signal?: AbortSignal): Promise<Blob> {
    return this.chat_?.fileOf(message, { ...(signal && { signal }) }) ?? Promise.reject(over);
  }

  /** From now on one's own clock is told with each message, or no longer. */
  tellClock(tellsClock: boolean): void {
    this.chat_?.clocks(tellsClock);
    this.refresh({ tellsClock });
  }

  /** The clocks run on without a word; who looks at them wants the newest. */
  lookAtClocks(): void {
    this.refresh();
  }

  rename(name: string): { readonly ok: true } | Refusal {
    return this.act((chat) => chat.rename(name));
  }

  /** Asks both something; null when everything in the bank was asked. */
  ask(bank: readonly string[]): Sent | Refusal | null {
    const { chat_: chat, around } = this;
    const question = chat && nextQuestion(bank, chat.seat, chat.transcript, around.random);
    return question === null ? null : this.act((chat) => chat.icebreaker(question));
  }

  /** What was being written here before the tab was reloaded. */
  get draft(): string {
    return readDraft(this.around.tab, this.chat_?.room ?? "");
  }
  keepDraft(text: string): void {
    keepDraft(this.around.tab, this.chat_?.room ?? "", text);
  }

  setTyping(on: boolean): void {
    this.chat_?.setTyping(on);
  }

  /** All that was said stands before the visitor's eyes. */
  seen(): void {
    this.chat_?.seen();
  }

  stay(): void {
    this.chat_?.stay();
  }
  leave(): void {
    this.chat_?.leave();
  }

  report(report: Report): Promise<void> {
    return this.chat_?.report(report) ?? Promise.resolve();
  }
  /** Blocking is also going. */
  block(): Promise<void> {
    const blocked = this.chat_?.block() ?? Promise.resolve();
    this.leave();
    return blocked;
  }

  /** The tab is looked at again. */
  lookedAt(): void {
    if (this.view_.screen === "chat" && (this.view_.unread > 0 || this.view_.justOpened))
      this.show({ ...this.view_, unread: 0, justOpened: false });
  }

  // ---- following the library ---------------------------------------------------------------------

  private followWait(wait: Wait): void {
    this.unfollow_();
    this.wait_ = wait;
    this.chat_ = null;
    const unsubscribe = [
      wait.on("waiting", (status) =>
        this.changeWait({ status, assigned: null, since: this.around.now() - status.elapsedMs }),
      ),
      wait.on("assigned", (assigned) => this.found(assigned)),
      wait.on("no_show", () => this.changeWait({ assigned: null, noShow: true })),
      wait.on("state", (state) =>
        this.changeWait({ connection: connectionOf(state, this.around.now()) }),
      ),
      wait.on("storage", ({ available }) => this.changeWait({ storage: available })),
      wait.on("opened", (chat) => this.followChat(chat, this.around.hidden())),
      wait.on("ended", (end) => this.show({ screen: "start", lastWait: end })),
    ];
    this.unfollow_ = () => unsubscribe.forEach((off) => void off());
    this.show({ screen: "waiting", wait: firstWaitView(wait, this.around.now()) });
  }

  private changeWait(change: Partial<WaitView>): void {
    if (this.view_.screen !== "waiting") return;
    this.show({ screen: "waiting", wait: { ...this.view_.wait, ...change } });
  }

  private found(assigned: Assignment): void {
    this.changeWait({ assigned, noShow: false });
    this.around.chime();
  }

  private followChat(chat: Chat, justOpened = false): void {
    this.unfollow_();
    this.wait_ = null;
    this.chat_ = chat;
    const { now, hidden, prepare } = this.around;
    const uploads = new Uploads(chat, prepare, () => {
      if (uploads === this.uploads_) this.refresh({ uploads: uploads.list });
    });
    this.uploads_ = uploads;
    const unsubscribe = [
      chat.on("message", () => this.refresh({}, hidden() ? 1 : 0)),
      chat.on("storage", ({ where, available }) => this.changeStorage(where, available)),
      chat.on("state", (state) => this.refresh({ connection: connectionOf(state, now()) })),
      chat.on("idle", ({ leftMs }) => this.refresh({ idleUntil: leftMs && now() + leftMs })),
      ...quiet.map((event) => chat.on(event, () => this.refresh())),
    ];
    this.unfollow_ = () => unsubscribe.forEach((off) => void off());
    this.show({ screen: "chat", chat: firstChatView(chat, now()), unread: 0, justOpened });
  }

  private act<R>(wish: (chat: Chat) => R | Refusal): R | Refusal {
    const answer = this.chat_ ? wish(this.chat_) : over;
    this.refresh();
    return answer;
  }

  private refresh(change: Partial<ChatView> = {}, unread = 0): void {
    if (this.view_.screen !== "chat" || !this.chat_) return;
    const chat = chatViewOf(this.chat_, { ...this.view_.chat, ...change });
    this.show({ ...this.view_, chat, unread: this.view_.unread + unread });
  }

  private changeStorage(where: "service" | "tab", available: boolean): void {
    if (this.view_.screen !== "chat") return;
    this.refresh({ storage: { ...this.view_.chat.storage, [where]: available } });
  }

  private show(view: View): void {
    this.view_ = view;
    for (const listener of this.listeners_) listener();
  }
}

/** What these bring is in the chat itself when they come. */
const quiet = [
  "typing",
  "stored",
  "delivered",
  "seen",
  "changed",
  "renamed",
  "partner",
  "gap",
  "ended",
] as const;
