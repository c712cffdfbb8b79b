// A test double of the client library: the same types, no network; a test says what happens.
import type {
  Chat,
  ChatEvents,
  ConnectionState,
  OpenRequest,
  Parley,
  Partner,
  Report,
  Restored,
  SeekRequest,
  Wait,
  WaitEvents,
  WaitStatus,
} from "@parley-chat/client";
import { Emitter } from "./emitter.ts";
import { FakeOpening } from "./fake_room.ts";
import { FakeTalk } from "./fake_talk.ts";

export class FakeWait extends Emitter<WaitEvents> implements Wait {
  state: ConnectionState = { kind: "connecting" };
  status: WaitStatus | null = null;
  readonly chat = new Promise<Chat>(() => {});
  constructor(
    readonly language = "en",
    readonly interests: readonly string[] = [],
    readonly name = "Quiet Otter",
  ) {
    super();
  }
  cancel(): void {
    this.emit("ended", { reason: "cancelled" });
  }
  tell(status: Partial<WaitStatus>): void {
    this.state = { kind: "connected" };
    this.emit("state", this.state);
    this.status = {
      elapsedMs: 0,
      waiting: 1,
      anyPartner: false,
      nodes: true,
      estimate: null,
      ...status,
    };
    this.emit("waiting", this.status);
  }
  connection(state: ConnectionState): void {
    this.state = state;
    this.emit("state", state);
  }
}

export class FakeChat extends FakeTalk<ChatEvents> implements Chat {
  partner: Partner = {
    seat: 2,
    name: "Brave Lynx",
    state: "present",
    leftMs: 0,
    awayUntil: 0,
    typing: false,
  };
  constructor(
    room = "01hq",
    readonly interests: readonly string[] = ["chess", "night trains"],
    now: () => number = () => Date.now(),
  ) {
    super(room, now);
  }
  seen(): void {
    this.asked.push("seen");
  }
  stay(): void {
    this.asked.push("stay");
    this.emit("idle", { leftMs: 0 });
  }
  report({ reason, words = "" }: Report): Promise<void> {
    this.asked.push(`report ${reason} ${words}`.trim());
    return this.answer;
  }
  block(): Promise<void> {
    this.asked.push("block");
    return this.answer;
  }

  // ---- what a test makes happen ------------------------------------------------------------------

  asksWhetherIdle(leftMs: number): void {
    this.emit("idle", { leftMs });
  }
  tick(status: "stored" | "delivered" | "seen"): void {
    this.marks(status);
    this.emit(status, { seq: this.transcript.length });
  }
  partnerIs(change: Partial<Partner>): void {
    this.partner = { ...this.partner, ...change };
    this.emit("partner", { ...this.partner, change: this.partner.state });
  }
}

export class FakeParley implements Parley {
  readonly seeks: SeekRequest[] = [];
  readonly opens: OpenRequest[] = [];
  wait = new FakeWait();
  opening = new FakeOpening();
  restored: Restored | null = null;
  online: number | null = 1204;
  seek(request: SeekRequest): Wait {
    this.seeks.push(request);
    this.wait = new FakeWait(request.language, request.interests, request.name);
    return this.wait;
  }
  readonly rooms = {
    open: (request: OpenRequest): FakeOpening => {
      this.opens.push(request);
      this.opening = new FakeOpening(request.room, request.name);
      return this.opening;
    },
  };
  restore(): Restored | null {
    return this.restored;
  }
  stats = async () => (this.online === null ? null : { online: this.online, waiting: 3 });
}
