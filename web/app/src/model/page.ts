// The page's one state: follows the client library's waits and chats, and passes the visitor's wishes on to it.
import type { Chat, Parley, Refusal, Sent, Wait } from "@parley-chat/client";
import { keepDraft, readDraft } from "./draft.ts";
import type { Keep, Preferences } from "./preferences.ts";
import type { ChatView, View, WaitView } from "./view.ts";

export interface Surroundings {
  /** Unix ms that never run backwards. */
  now(): number;
  /** Whether nobody looks at the tab. */
  hidden(): boolean;
  /** The tab's own storage. */
  readonly tab: Keep;
}

export class Page {
  private view_: View = { screen: "start", lastWait: null };
  private wait_: Wait | null = null;
  private chat_: Chat | null = null;
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

  seek({ language, interests, name }: Preferences): void {
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
    const chat = this.chat_;
    if (!chat) return { ok: false, error: "ended" };
    const sent = chat.send(text);
    this.refreshChat();
    return sent;
  }

  rename(name: string): { readonly ok: true } | Refusal {
    const answer = this.chat_?.rename(name) ?? ({ ok: false, error: "ended" } as const);
    this.refreshChat();
    return answer;
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

  leave(): void {
    this.chat_?.leave();
  }

  /** The tab is looked at again. */
  seen(): void {
    if (this.view_.screen === "chat" && this.view_.unread > 0)
      this.show({ ...this.view_, unread: 0 });
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
      wait.on("assigned", (assigned) => this.changeWait({ assigned, noShow: false })),
      wait.on("no_show", () => this.changeWait({ assigned: null, noShow: true })),
      wait.on("state", (connection) => this.changeWait({ connection })),
      wait.on("storage", ({ available }) => this.changeWait({ storage: available })),
      wait.on("opened", (chat) => this.followChat(chat)),
      wait.on("ended", (end) => this.show({ screen: "start", lastWait: end })),
    ];
    this.unfollow_ = () => unsubscribe.forEach((off) => void off());
    this.show({ screen: "waiting", wait: firstWaitView(wait, this.around.now()) });
  }

  private changeWait(change: Partial<WaitView>): void {
    if (this.view_.screen !== "waiting") return;
    this.show({ screen: "waiting", wait: { ...this.view_.wait, ...change } });
  }

  private followChat(chat: Chat): void {
    this.unfollow_();
    this.wait_ = null;
    this.chat_ = chat;
    const unsubscribe = [
      chat.on("message", () => this.refreshChat(this.around.hidden() ? 1 : 0)),
      chat.on("storage", ({ where, available }) => this.changeStorage(where, available)),
      ...(["typing", "stored", "delivered", "state", "partner", "gap", "ended"] as const).map(
        (event) => chat.on(event, () => this.refreshChat()),
      ),
    ];
    this.unfollow_ = () => unsubscribe.forEach((off) => void off());
    this.show({ screen: "chat", chat: snapshot(chat, { service: true, tab: true }), unread: 0 });
  }

  private refreshChat(unread = 0): void {
    if (this.view_.screen !== "chat" || !this.chat_) return;
    const chat = snapshot(this.chat_, this.view_.chat.storage);
    this.show({ screen: "chat", chat, unread: this.view_.unread + unread });
  }

  private changeStorage(where: "service" | "tab", available: boolean): void {
    if (this.view_.screen !== "chat") return;
    const chat = {
      ...this.view_.chat,
      storage: { ...this.view_.chat.storage, [where]: available },
    };
    this.show({ ...this.view_, chat });
  }

  private show(view: View): void {
    this.view_ = view;
    for (const listener of this.listeners_) listener();
  }
}

function firstWaitView(wait: Wait, now: number): WaitView {
  return {
    language: wait.language,
    interests: wait.interests,
    status: wait.status,
    since: now - (wait.status?.elapsedMs ?? 0),
    connection: wait.state,
    storage: true,
    assigned: null,
    noShow: false,
  };
}

/** The library's chat changes in place; what is drawn must not. */
function snapshot(chat: Chat, storage: ChatView["storage"]): ChatView {
  const { room, interests, name, partner, transcript, ended } = chat;
  return {
    room,
    interests,
    name,
    partner: { ...partner },
    connection: chat.state,
    transcript,
    storage,
    ended,
  };
}
