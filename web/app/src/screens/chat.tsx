// The conversation: who is there and how it stands, the log, and the box to write in.
import { useEffect, useRef } from "preact/hooks";
import { Composer } from "../components/composer.tsx";
import { Ended } from "../components/ended.tsx";
import { useNow } from "../components/hooks.ts";
import { Leave } from "../components/leave.tsx";
import { OwnName } from "../components/own_name.tsx";
import { Transcript } from "../components/transcript.tsx";
import type { Page } from "../model/page.ts";
import type { ChatView } from "../model/view.ts";
import { announcement, partnerWords, trouble } from "../model/words.ts";
import { useStrings } from "../strings/strings.ts";

interface Props {
  page: Page;
  chat: ChatView;
  /** The visitor has taken another name: the next chat begins with it. */
  onRenamed(name: string): void;
  onNew(): void;
}

export function ChatScreen({ page, chat, onRenamed, onNew }: Props) {
  const s = useStrings();
  const root = useRef<HTMLDivElement>(null);
  const wrong = trouble(s, chat);
  // Writing is what one came for; but on a phone the keyboard would hide the first words.
  useEffect(() => {
    const coarse = window.matchMedia?.("(pointer: coarse)").matches;
    root.current
      ?.querySelector<HTMLElement>(coarse ? "h1" : "textarea, h2")
      ?.focus({ preventScroll: true });
  }, []);
  const rename = (name: string) => {
    const answer = page.rename(name);
    if (answer.ok) onRenamed(name);
    return answer;
  };
  return (
    <div class="chat" ref={root}>
      <Header chat={chat} rename={rename} onLeave={() => page.leave()} />
      <main>
        {wrong && <p class="trouble">{wrong}</p>}
        <p class="unseen" role="status">
          {announcement(s, chat)}
        </p>
        <Transcript chat={chat} />
        {chat.ended ? (
          <Ended
            end={chat.ended}
            partner={chat.partner.name}
            onNew={onNew}
            onChange={() => page.toStart()}
          />
        ) : (
          <Composer
            draft={page.draft}
            keepDraft={(text) => page.keepDraft(text)}
            send={(text) => page.send(text)}
            setTyping={(on) => page.setTyping(on)}
          />
        )}
      </main>
    </div>
  );
}

interface HeaderProps {
  chat: ChatView;
  rename: Parameters<typeof OwnName>[0]["rename"];
  onLeave(): void;
}

function Header({ chat, rename, onLeave }: HeaderProps) {
  const s = useStrings();
  const { partner, ended, connection } = chat;
  const now = useNow(partner.state === "away" && !ended);
  const known = connection.kind === "connected" && !ended;
  const state = ended ? "over" : known ? partner.state : "unknown";
  return (
    <header class="chat-header">
      <span class={`presence presence-${state}`} aria-hidden="true" />
      <div class="who">
        <h1 tabIndex={-1} dir="auto">
          {partner.name}
        </h1>
        <p class="partner-state" data-testid="state">
          {known
            ? partnerWords(s, partner, now)
            : s.connection.short[ended ? "ended" : connection.kind]}
        </p>
      </div>
      {!ended && <OwnName name={chat.name} rename={rename} />}
      {!ended && <Leave onLeave={onLeave} />}
    </header>
  );
}
