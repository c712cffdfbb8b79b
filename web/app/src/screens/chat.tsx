// The conversation: who is there and how it stands, the log, and below it the button to go on and the box to write in.
import type { Message, Refusal, TranscriptItem } from "@parley-chat/client";
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Composer } from "../components/composer.tsx";
import { Ended } from "../components/ended.tsx";
import { isTouch, useNow } from "../components/hooks.ts";
import { IconButton } from "../components/icon.tsx";
import { Idle } from "../components/idle.tsx";
import { LinkQuestion } from "../components/link_question.tsx";
import { Menu, type Settings } from "../components/menu.tsx";
import { Notice } from "../components/notice.tsx";
import { Safety } from "../components/safety.tsx";
import { Skip } from "../components/skip.tsx";
import { Transcript } from "../components/transcript.tsx";
import type { Page } from "../model/page.ts";
import type { ChatView } from "../model/view.ts";
import { announcement, partnerWords, refusalWords, trouble } from "../model/words.ts";
import { useStrings } from "../strings/strings.ts";

interface Props {
  page: Page;
  chat: ChatView;
  settings: Settings;
  onSettings(change: Partial<Settings>): void;
  /** The visitor has taken another name: the next chat begins with it. */
  onRenamed(name: string): void;
  onNext(): void;
}

type Asked =
  | { readonly sheet: "menu" | "safety" }
  | { readonly sheet: "link"; readonly href: string };

export function ChatScreen({ page, chat, settings, onSettings, onRenamed, onNext }: Props) {
  const s = useStrings();
  const root = useRef<HTMLDivElement>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [refused, setRefused] = useState<Refusal | null>(null);
  const [editing, setEditing] = useState<Message | null>(null);
  // Writing is what one came for; but on a phone the keyboard would hide the first words.
  useEffect(() => {
    root.current
      ?.querySelector<HTMLElement>(isTouch() ? "h1" : "textarea, h2")
      ?.focus({ preventScroll: true });
  }, []);
  const rename = (name: string) => {
    const answer = page.rename(name);
    if (answer.ok) onRenamed(name);
    return answer;
  };
  const leave = useCallback(() => page.leave(), [page]);
  const onLink = useCallback((href: string) => setAsked({ sheet: "link", href }), []);
  const onSeen = useCallback(() => settings.seen && page.seen(), [page, settings.seen]);
  const over = chat.ended !== null;
  const acts = useMemo(() => {
    const remove = ({ seq }: Message): void => {
      const answer = page.remove(seq);
      setRefused(answer.ok ? null : answer);
    };
    return over ? null : { edit: setEditing, remove };
  }, [page, over]);
  const ask = () => page.ask(Object.keys(s.questions));
  const close = (): void => setAsked(null);
  return (
    <div class="chat" ref={root}>
      <Header
        chat={chat}
        onSafety={() => setAsked({ sheet: "safety" })}
        onMenu={() => setAsked({ sheet: "menu" })}
      />
      <main>
        <TroubleLine chat={chat} />
        <p class="unseen" role="status">
          {announcement(s, chat)}
        </p>
        <Transcript chat={chat} onLink={onLink} acts={acts} onAsk={ask} onSeen={onSeen} />
        {refused && !over && <Notice role="alert">{refusalWords(s, refused)}</Notice>}
        {chat.idleUntil > 0 && <Idle until={chat.idleUntil} onStay={() => page.stay()} />}
        <div class={`bar ${over ? "bar-ended" : ""}`}>
          {over && <Ended chat={chat} />}
          <Skip ended={over} onLeave={leave} onNext={onNext} />
          {over ? (
            <button class="button button-quiet change" type="button" onClick={() => page.toStart()}>
              {s.ended.change}
            </button>
          ) : (
            <Composer
              draft={page.draft}
              keepDraft={(text) => page.keepDraft(text)}
              send={(text) => (editing ? page.edit(editing.seq, text) : page.send(text))}
              setTyping={(on) => page.setTyping(on)}
              editing={editing?.text ?? null}
              onStopEditing={() => setEditing(null)}
              onEditLast={() => setEditing(chat.transcript.findLast(isEditable) ?? null)}
            />
          )}
        </div>
      </main>
      {asked?.sheet === "link" && <LinkQuestion href={asked.href} onClose={close} />}
      {asked?.sheet === "safety" && <Safety page={page} chat={chat} onClose={close} />}
      {asked?.sheet === "menu" && (
        <Menu {...{ chat, settings, onSettings, rename, ask }} onClose={close} />
      )}
    </div>
  );
}

const isEditable = (item: TranscriptItem): item is Message =>
  item.kind === "message" && item.mine && !item.removed && item.question === null;

/** One's own connection in words and colour, while there is something to say about it. */
function TroubleLine({ chat }: { chat: ChatView }) {
  const now = useNow(chat.connection.state.kind === "reconnecting" && !chat.ended);
  const wrong = trouble(useStrings(), chat, now);
  return wrong && <p class={`trouble trouble-${wrong.kind}`}>{wrong.words}</p>;
}

interface HeaderProps {
  chat: ChatView;
  onSafety(): void;
  onMenu(): void;
}

function Header({ chat, onSafety, onMenu }: HeaderProps) {
  const s = useStrings();
  const { partner, ended, connection } = chat;
  const now = useNow(partner.state === "away" && !ended);
  const known = connection.state.kind === "connected" && !ended;
  const state = ended ? "over" : known ? partner.state : "unknown";
  return (
    <header class="chat-header">
      <span class={`presence presence-${state}`} aria-hidden="true" />
      <div class="who">
        <h1 tabIndex={-1}>
          <bdi>{partner.name}</bdi>
        </h1>
        <p class="partner-state" data-testid="state">
          {known ? partnerWords(s, partner, now) : s.short[ended ? "ended" : connection.state.kind]}
        </p>
      </div>
      <IconButton shape="flag" label={s.safety.button} onClick={onSafety} />
      <IconButton shape="more" label={s.menu.title} onClick={onMenu} />
    </header>
  );
}
