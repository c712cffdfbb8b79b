// Every screen but the start and the wait: what leads into a named room, and the conversations.
import { hideInvite, showInvite } from "../model/invite.ts";
import type { Page } from "../model/page.ts";
import type { Preferences } from "../model/preferences.ts";
import type { LaterView } from "../model/view.ts";
import { ChatScreen } from "./chat.tsx";
import { OpeningScreen } from "./opening.tsx";
import { RoomScreen } from "./room.tsx";
import { RoomForm } from "./room_form.tsx";

interface Props {
  page: Page;
  view: LaterView;
  preferences: Preferences;
  onChange(change: Partial<Preferences>): void;
  /** The display name: as chosen, or proposed where none is left. */
  takeName(): string;
  onNext(): void;
}

export function LaterScreen({ page, view, preferences, onChange, takeName, onNext }: Props) {
  const onOpen = (room: string, key: string): void => {
    showInvite({ room, key });
    void page.open({ room, ...(key && { key }), name: takeName() });
  };
  if (view.screen === "form") {
    const onBack = (): void => {
      hideInvite();
      page.toStart();
    };
    const onName = (name: string): void => onChange({ name });
    return <RoomForm {...{ view, onName, onOpen, onBack }} name={preferences.name} />;
  }
  if (view.screen === "opening") {
    const { now } = page.around;
    return <OpeningScreen {...{ now }} opening={view.opening} onCancel={() => page.cancel()} />;
  }
  const visitor = {
    settings: preferences,
    onSettings: onChange,
    onRenamed: (name: string): void => onChange({ name }),
  };
  const { talk } = view;
  if (view.screen === "room")
    return <RoomScreen key={talk.room} talk={view.talk} {...{ page, onOpen, ...visitor }} />;
  const { justOpened } = view;
  return (
    <ChatScreen key={talk.room} talk={view.talk} {...{ page, justOpened, onNext, ...visitor }} />
  );
}
