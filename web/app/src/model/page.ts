// The page's one state: which screen there is. It follows the client library until a conversation has begun; from there
// on `conversation.ts` does.
import type {
  Assignment,
  Chat,
  NamedRoom,
  Opening,
  OpenRequest,
  Parley,
  Wait,
  WaitEnd,
} from "@parley-chat/client";
import { isSameRoom } from "./address.ts";
import type { Preferences } from "./preferences.ts";
import { keepPress } from "./press.ts";
import type { Missing, Surroundings } from "./surroundings.ts";
import { connectionOf, firstWaitView, type View, type WaitView } from "./view.ts";

type Wish = Pick<Preferences, "language" | "interests" | "name">;

export class Page {
  private view_: View = { screen: "start", lastWait: null };
  private wait_: Wait | Opening | null = null;
  private readonly listeners_ = new Set<() => void>();
  private unfollow_: readonly (() => void)[] = [];

  constructor(
    /** The client library, which may still be on its way. */
    private readonly library: (missing?: Missing) => Promise<Parley>,
    readonly around: Surroundings,
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

  /** After a reload: goes on with what this tab was doing, unless the address names another room than that. */
  async restore(invitedTo: string | null = null): Promise<void> {
    const restored = (await this.library()).restore();
    let title: string | null = null;
    if (restored?.kind === "wait") this.followWait(restored.wait);
    if (restored?.kind === "chat") this.showChat(restored.chat);
    if (restored?.kind === "opening") {
      title = restored.opening.title;
      this.followOpening(restored.opening);
    }
    if (restored?.kind === "room") {
      title = restored.room.title;
      this.showRoom(restored.room);
    }
    if (invitedTo !== null && !isSameRoom(invitedTo, title ?? "")) this.toForm(true);
  }

  /** The wait is on the screen at once. */
  async seek({ language, interests, name }: Wish): Promise<void> {
    const { now, tab } = this.around;
    const wait = { language, interests, status: null, state: { kind: "connecting" } } as const;
    let wanted = true;
    keepPress(tab, true);
    const drop = (): void => {
      wanted = false;
      keepPress(tab, false);
    };
    this.follow(null, [drop]);
    this.show({ screen: "waiting", wait: firstWaitView(wait, now()) });
    const parley = await this.library(() => {
      if (wanted) this.changeWait({ late: true });
      return wanted;
    });
    if (wanted) this.followWait(parley.seek({ language, interests, name }));
  }

  async open(request: OpenRequest): Promise<void> {
    this.followOpening((await this.library()).rooms.open(request));
  }

  /** Gives up a wait or an opening. */
  cancel(): void {
    if (this.wait_) this.wait_.cancel();
    else this.toStart();
  }

  /** A room is to be opened by its name. A conversation goes on meanwhile; a wait does not. */
  toForm(invited = false): void {
    const { wait_, view_ } = this;
    const behind = view_.screen === "chat" || view_.screen === "room" ? view_ : null;
    this.follow(null, []);
    wait_?.cancel();
    this.show({ screen: "form", end: null, invited, behind });
  }

  /** Back to what was there before the form, or from a conversation that is over to the first screen. */
  toStart(): void {
    const { view_ } = this;
    const behind = view_.screen === "form" ? view_.behind : null;
    this.follow(null, []);
    this.show(behind ?? { screen: "start", lastWait: null });
  }

  // ---- following the library ---------------------------------------------------------------------

  private followWait(wait: Wait): void {
    const { now, hidden } = this.around;
    this.follow(wait, [
      wait.on("waiting", (status) =>
        this.changeWait({ status, assigned: null, since: now() - status.elapsedMs }),
      ),
      wait.on("assigned", (assigned) => this.found(assigned)),
      wait.on("no_show", () => this.changeWait({ assigned: null, noShow: true })),
      wait.on("state", (state) => this.changeWait({ connection: connectionOf(state, now()) })),
      wait.on("storage", ({ available }) => this.changeWait({ storage: available })),
      wait.on("opened", (chat) => this.showChat(chat, hidden())),
      wait.on("ended", (end) => this.show({ screen: "start", lastWait: end })),
    ]);
    this.show({ screen: "waiting", wait: firstWaitView(wait, now()) });
  }

  private followOpening(opening: Opening): void {
    const refused = (end: WaitEnd): void =>
      this.show({ screen: "form", end, invited: false, behind: null });
    this.follow(opening, [
      opening.on("opened", (room) => this.showRoom(room)),
      opening.on("ended", refused),
    ]);
    this.show({ screen: "opening", opening });
  }

  private changeWait(change: Partial<WaitView>): void {
    if (this.view_.screen !== "waiting") return;
    this.show({ screen: "waiting", wait: { ...this.view_.wait, ...change } });
  }

  private found(assigned: Assignment): void {
    this.changeWait({ assigned, noShow: false });
    this.around.chime();
  }

  private showChat(talk: Chat, justOpened = false): void {
    this.follow(null, []);
    this.show({ screen: "chat", talk, justOpened });
  }
  private showRoom(talk: NamedRoom): void {
    this.follow(null, []);
    this.show({ screen: "room", talk });
  }

  private follow(wait: Wait | Opening | null, off: readonly (() => void)[]): void {
    for (const stop of this.unfollow_) stop();
    this.unfollow_ = off;
    this.wait_ = wait;
  }

  private show(view: View): void {
    this.view_ = view;
    for (const listener of this.listeners_) listener();
  }
}
