// The conversation: who is there and how it stands, the log, and below it the button to go on and the box to write in.
import type { Message, Refusal } from "@parley-chat/client";
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { isEditable } from "../components/bubble.tsx";
import { ChatHeader, TroubleLine } from "../components/chat_header.tsx";
import { Clocks } from "../components/clocks.tsx";
import { Composer } from "../components/composer.tsx";
import { DropPlace } from "../components/drop_place.tsx";
import { Ended } from "../components/ended.tsx";
import { isTouch } from "../components/hooks.ts";
import { Idle } from "../components/idle.tsx";
import { LinkQuestion } from "../components/link_question.tsx";
import { Menu, type Settings } from "../components/menu.tsx";
import { Notice } from "../components/notice.tsx";
import { Safety } from "../components/safety.tsx";
import { Skip } from "../components/skip.tsx";
import { Transcript } from "../components/transcript.tsx";
import { UploadList } from "../components/upload_list.tsx";
import { Viewer } from "../components/viewer.tsx";
import type { Files, ShownPicture } from "../model/files.ts";
import type { Page } from "../model/page.ts";
import type { ChatView } from "../model/view.ts";
import { announcement, refusalWords } from "../model/words.ts";
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
  | { readonly sheet: "menu" | "safety" | "clocks" }
  | { readonly sheet: "picture"; readonly picture: ShownPicture }
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
  const files = useMemo<Files>(
    () => ({
      get: (message, signal) => page.fileOf(message, signal),
      view: (picture) => setAsked({ sheet: "picture", picture }),
    }),
    [page],
  );
  const attach = useCallback((given: readonly File[]) => page.attach(given), [page]);
  const over = chat.ended !== null;
  const acts = useMemo(() => {
    const remove = ({ seq }: Message): void => {
      const answer = page.remove(seq);
      setRefused(answer.ok ? null : answer);
    };
    return over ? null : { edit: setEditing, remove };
  }, [page, over]);
  const ask = () => page.ask(Object.keys(s.questions));
  const write = (text: string) => {
    setRefused(null); // what was refused before is no longer what it is about
    return editing ? page.edit(editing.seq, text) : page.send(text);
  };
  const close = (): void => setAsked(null);
  return (
    <div class="chat" ref={root}>
      <ChatHeader
        chat={chat}
        onSafety={() => setAsked({ sheet: "safety" })}
        onMenu={() => setAsked({ sheet: "menu" })}
      />
      <main>
        <TroubleLine chat={chat} />
        <p class="unseen" role="status">
          {announcement(s, chat)}
        </p>
        <Transcript {...{ chat, onLink, files, acts, onSeen }} onAsk={ask} />
        {refused && !over && (
          <Notice role="alert" onClose={() => setRefused(null)}>
            {refusalWords(s, refused)}
          </Notice>
        )}
        {chat.idleUntil > 0 && <Idle until={chat.idleUntil} onStay={() => page.stay()} />}
        {!over && <UploadList uploads={chat.uploads} onCancel={(id) => page.cancelUpload(id)} />}
        <DropPlace open={!over} onFiles={attach} />
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
              send={write}
              setTyping={(on) => page.setTyping(on)}
              attach={attach}
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
        <Menu
          {...{ chat, settings, onSettings, rename, ask }}
          onClocks={() => setAsked({ sheet: "clocks" })}
          onClose={close}
        />
      )}
      {asked?.sheet === "clocks" && (
        <Clocks
          chat={chat}
          onTell={(on) => page.tellClock(on)}
          onLook={() => page.lookAtClocks()}
          onClose={close}
        />
      )}
      {asked?.sheet === "picture" && isThere(chat, asked.picture) && (
        <Viewer picture={asked.picture} onClose={close} />
      )}
    </div>
  );
}

/** Until its sender takes it back. */
const isThere = ({ transcript }: ChatView, { key }: ShownPicture): boolean =>
  transcript.some((item) => item.key === key && item.kind === "message" && !item.removed);
