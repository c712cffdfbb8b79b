// What a chat of two and a named room share: the log, the box, files, what is wrong, the menu, and the way on.
import type { Message, Refusal } from "@parley-chat/client";
import type { ComponentChildren } from "preact";
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { isEditable } from "../components/bubble.tsx";
import { TroubleLine } from "../components/chat_header.tsx";
import { Clocks } from "../components/clocks.tsx";
import { Composer } from "../components/composer.tsx";
import { DropPlace } from "../components/drop_place.tsx";
import { Ended } from "../components/ended.tsx";
import { isTouch } from "../components/hooks.ts";
import { LinkQuestion } from "../components/link_question.tsx";
import { Menu, type Settings } from "../components/menu.tsx";
import { Notice } from "../components/notice.tsx";
import { Skip, type SkipWords } from "../components/skip.tsx";
import { Transcript } from "../components/transcript.tsx";
import { UploadList } from "../components/upload_list.tsx";
import { Viewer } from "../components/viewer.tsx";
import type { Conversation } from "../model/conversation.ts";
import type { Files, ShownPicture } from "../model/files.ts";
import type { AnyTalkView } from "../model/talk_view.ts";
import { announcement, refusalWords } from "../model/talk_words.ts";
import { useStrings } from "../strings/strings.ts";

/** What lies over the conversation. */
export type Asked =
  | { readonly sheet: "menu" | "safety" | "clocks" | "people" }
  | { readonly sheet: "report"; readonly about: number }
  | { readonly sheet: "picture"; readonly picture: ShownPicture }
  | { readonly sheet: "link"; readonly href: string };

/** What the page gives to either. */
export interface Visitor {
  settings: Settings;
  onSettings(change: Partial<Settings>): void;
  /** The visitor has taken another name: the next conversation begins with it. */
  onRenamed(name: string): void;
}

interface Props extends Visitor {
  conversation: Conversation;
  view: AnyTalkView;
  /** Who sits on a seat. */
  nameOf(seat: number): string;
  /** Who types: null for nobody, empty where it needs no words. */
  typing: string | null;
  header: ComponentChildren;
  /** Above the first message. */
  opening: ComponentChildren;
  /** Above the box. */
  above?: ComponentChildren;
  /** A further sheet. */
  sheet: ComponentChildren;
  asked: Asked | null;
  onAsk(asked: Asked | null): void;
  /** Asks both something. */
  ask?(): { readonly ok: true } | Refusal | null;
  onSeen(): void;
  skip: SkipWords;
  onLeave(): void;
  onNext(): void;
  back: string;
  onBack(): void;
}

export function TalkFrame(props: Props) {
  const { conversation, view, nameOf, typing, asked, onAsk, onSeen } = props;
  const s = useStrings();
  const root = useRef<HTMLDivElement>(null);
  const [refused, setRefused] = useState<Refusal | null>(null);
  const [editing, setEditing] = useState<Message | null>(null);
  // Writing is what one came for; but on a phone the keyboard would hide the first words.
  useEffect(() => {
    root.current
      ?.querySelector<HTMLElement>(isTouch() ? "h1" : "textarea, h2")
      ?.focus({ preventScroll: true });
  }, []);
  const onLink = useCallback((href: string) => onAsk({ sheet: "link", href }), [onAsk]);
  const files = useMemo<Files>(
    () => ({
      get: (message, signal) => conversation.fileOf(message, signal),
      view: (picture) => onAsk({ sheet: "picture", picture }),
    }),
    [conversation, onAsk],
  );
  const attach = useCallback(
    (given: readonly File[]) => conversation.attach(given),
    [conversation],
  );
  const over = view.ended !== null;
  const acts = useMemo(() => {
    const remove = ({ seq }: Message): void => {
      const answer = conversation.remove(seq);
      setRefused(answer.ok ? null : answer);
    };
    return over ? null : { edit: setEditing, remove };
  }, [conversation, over]);
  const write = (text: string) => {
    setRefused(null); // what was refused before is no longer what it is about
    return editing ? conversation.edit(editing.seq, text) : conversation.send(text);
  };
  return (
    <div class="chat" ref={root}>
      {props.header}
      <main>
        <TroubleLine view={view} />
        <p class="unseen" role="status">
          {announcement(s, view)}
        </p>
        <Transcript {...{ view, nameOf, onLink, files, acts, onSeen, typing }}>
          {props.opening}
        </Transcript>
        {refused && !over && (
          <Notice role="alert" onClose={() => setRefused(null)}>
            {refusalWords(s, refused)}
          </Notice>
        )}
        {props.above}
        {!over && (
          <UploadList uploads={view.uploads} onCancel={(id) => conversation.cancelUpload(id)} />
        )}
        <DropPlace open={!over} onFiles={attach} />
        <div class={`bar ${over ? "bar-ended" : ""}`}>
          {over && <Ended view={view} />}
          <Skip ended={over} words={props.skip} onLeave={props.onLeave} onNext={props.onNext} />
          {over ? (
            <button class="button button-quiet change" type="button" onClick={props.onBack}>
              {props.back}
            </button>
          ) : (
            <Composer
              draft={conversation.draft}
              keepDraft={(text) => conversation.keepDraft(text)}
              send={write}
              setTyping={(on) => conversation.setTyping(on)}
              attach={attach}
              editing={editing?.text ?? null}
              onStopEditing={() => setEditing(null)}
              onEditLast={() => setEditing(view.transcript.findLast(isEditable) ?? null)}
            />
          )}
        </div>
      </main>
      <Sheets {...props} asked={asked} />
      {props.sheet}
    </div>
  );
}

/** Those that either has. */
function Sheets({ conversation, view, nameOf, asked, onAsk, ...props }: Props) {
  const close = (): void => onAsk(null);
  const rename = (name: string) => {
    const answer = conversation.rename(name);
    if (answer.ok) props.onRenamed(name);
    return answer;
  };
  if (asked?.sheet === "link") return <LinkQuestion href={asked.href} onClose={close} />;
  if (asked?.sheet === "picture")
    return isThere(view, asked.picture) ? <Viewer picture={asked.picture} onClose={close} /> : null;
  if (asked?.sheet === "menu") {
    const { settings, onSettings, ask } = props;
    return (
      <Menu
        {...{ view, settings, onSettings, rename }}
        {...(ask && { ask })}
        onClocks={() => onAsk({ sheet: "clocks" })}
        onClose={close}
      />
    );
  }
  if (asked?.sheet !== "clocks") return null;
  return (
    <Clocks
      {...{ view, nameOf }}
      onTell={(on) => conversation.tellClock(on)}
      onLook={() => conversation.lookAtClocks()}
      onClose={close}
    />
  );
}

/** Until its sender takes it back. */
const isThere = ({ transcript }: AnyTalkView, { key }: ShownPicture): boolean =>
  transcript.some((item) => item.key === key && item.kind === "message" && !item.removed);
