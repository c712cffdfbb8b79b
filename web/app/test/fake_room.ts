// A test double of a named room and of the way into it.
import type {
  ConnectionState,
  Member,
  MemberChange,
  MemberLine,
  NamedRoom,
  NamedRoomEvents,
  Opening,
  OpeningEvents,
  Report,
} from "@parley-chat/client";
import { Emitter } from "./emitter.ts";
import { FakeTalk } from "./fake_talk.ts";

export class FakeOpening extends Emitter<OpeningEvents> implements Opening {
  state: ConnectionState = { kind: "connecting" };
  readonly room = new Promise<NamedRoom>(() => {});
  constructor(
    readonly title = "the hall",
    readonly name = "Quiet Otter",
  ) {
    super();
  }
  cancel(): void {
    this.emit("ended", { reason: "cancelled" });
  }
  opens(room = new FakeRoom(this.title)): FakeRoom {
    this.emit("opened", room);
    return room;
  }
  connection(state: ConnectionState): void {
    this.state = state;
    this.emit("state", state);
  }
}

export class FakeRoom extends FakeTalk<NamedRoomEvents> implements NamedRoom {
  members: readonly Member[] = [];
  constructor(
    readonly title = "the hall",
    now: () => number = () => Date.now(),
  ) {
    super(`n${title}`, now);
  }
  report({ reason, words = "", about }: Report & { readonly about: number }): Promise<void> {
    this.asked.push(`report ${reason} ${words} about ${about}`);
    return this.answer;
  }

  // ---- what a test makes happen ------------------------------------------------------------------

  /** These are here already when one comes; the first has seat 2. */
  has(...names: readonly string[]): this {
    this.members = names.map((name, index) => memberOf(index + 2, name));
    return this;
  }
  joins(seat: number, name: string): void {
    this.line(seat, name, "joined");
    this.members = [...this.members.filter((one) => one.seat !== seat), memberOf(seat, name)];
    this.note(seat, "joined");
  }
  leaves(seat: number): void {
    const { name = "" } = this.members.find((one) => one.seat === seat) ?? {};
    this.line(seat, name, "left");
    this.memberIs(seat, { state: "left", typing: false }, "left");
  }
  memberIs(
    seat: number,
    change: Partial<Member>,
    what: MemberChange["change"] = change.state === "away" ? "away" : "present",
  ): void {
    this.members = this.members.map((one) => (one.seat === seat ? { ...one, ...change } : one));
    this.note(seat, what);
  }
  tick(status: "stored" | "delivered"): void {
    this.marks(status);
    this.emit(status, { seq: this.transcript.length });
  }

  private note(seat: number, change: MemberChange["change"]): void {
    const member = this.members.find((one) => one.seat === seat);
    if (member) this.emit("member", { ...member, change });
  }
  private line(from: number, name: string, change: MemberLine["change"]): void {
    const key = `m${this.transcript.length}`;
    const line: MemberLine = { kind: "member", key, from, change, name, at: this.now() };
    this.transcript = [...this.transcript, line];
  }
}

const memberOf = (seat: number, name: string): Member => ({
  seat,
  name,
  state: "present",
  typing: false,
});
