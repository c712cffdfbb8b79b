// A named room as the user of the library sees it.
import { TalkView } from "./talk.js";
import type { Member, NamedRoom, Report } from "./types.js";

export class NamedRoomView extends TalkView implements NamedRoom {
  get title(): string {
    return this.inner.record.title ?? "";
  }
  get members(): readonly Member[] {
    return this.inner.others.view;
  }
  report(report: Report & { readonly about: number }): Promise<void> {
    return this.ask("report", report);
  }
}
