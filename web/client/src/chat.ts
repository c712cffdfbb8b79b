// A chat of two as the user of the library sees it.
import { TalkView } from "./talk.js";
import type { Chat, Partner, Report } from "./types.js";

export class ChatView extends TalkView implements Chat {
  get interests(): readonly string[] {
    return this.inner.record.interests;
  }
  get partner(): Partner {
    return this.inner.partner;
  }
  seen(): void {
    this.run((acts) => acts.seen());
  }
  stay(): void {
    this.run((acts, now) => acts.stay(now));
  }
  report(report: Report): Promise<void> {
    return this.ask("report", report);
  }
  block(): Promise<void> {
    return this.ask("block");
  }
}
