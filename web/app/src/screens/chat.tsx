// The conversation of two: who is there and how it stands, the log, and below it the button to go on and the box.
import type { Chat } from "@parley-chat/client";
import { useCallback, useState } from "preact/hooks";
import { ChatHeader } from "../components/chat_header.tsx";
import { Icon } from "../components/icon.tsx";
import { Idle } from "../components/idle.tsx";
import { Safety } from "../components/safety.tsx";
import { useConversation, useTitle } from "../components/use_conversation.ts";
import { ChatConversation } from "../model/conversation.ts";
import type { Page } from "../model/page.ts";
import type { ChatView } from "../model/talk_view.ts";
import { chatTitle } from "../model/talk_words.ts";
import { say, useStrings } from "../strings/strings.ts";
import { type Asked, TalkFrame, type Visitor } from "./talk_frame.tsx";

interface Props extends Visitor {
  page: Page;
  talk: Chat;
  /** It opened while the tab was not looked at. */
  justOpened: boolean;
  onNext(): void;
}

export function ChatScreen({ page, talk, justOpened, onNext, ...visitor }: Props) {
  const s = useStrings();
  const [conversation, chat] = useConversation(
    () => new ChatConversation(talk, page.around, justOpened),
  );
  const [asked, setAsked] = useState<Asked | null>(null);
  useTitle(chatTitle(s, chat));
  const { seen } = visitor.settings;
  const onSeen = useCallback(() => void (seen && conversation.seen()), [conversation, seen]);
  const leave = useCallback(() => conversation.leave(), [conversation]);
  const ask = () => conversation.ask(Object.keys(s.questions));
  const { partner, idleUntil } = chat;
  return (
    <TalkFrame
      {...{ conversation, asked, ask, onSeen, onNext, ...visitor }}
      view={chat}
      nameOf={() => partner.name}
      typing={partner.typing && partner.state === "present" ? "" : null}
      header={
        <ChatHeader
          chat={chat}
          onSafety={() => setAsked({ sheet: "safety" })}
          onMenu={() => setAsked({ sheet: "menu" })}
        />
      }
      opening={<Begun chat={chat} onAsk={ask} />}
      above={idleUntil > 0 && <Idle until={idleUntil} onStay={() => conversation.stay()} />}
      sheet={
        asked?.sheet === "safety" && (
          <Safety {...{ conversation, chat }} onClose={() => setAsked(null)} />
        )
      }
      onAsk={setAsked}
      skip={{ leave: s.chat.skip, next: s.chat.next, hint: s.chat.skipHint }}
      onLeave={leave}
      back={s.ended.change}
      onBack={() => page.toStart()}
    />
  );
}

/** What stands above the first message: whom one talks with, and what one has in common. */
function Begun({ chat, onAsk }: { chat: ChatView; onAsk(): void }) {
  const s = useStrings().chat;
  const { ended, partner, interests, transcript } = chat;
  return (
    <>
      <p class="opening-title">{say(ended ? s.over : s.begun, { name: partner.name })}</p>
      {interests.length > 0 && <p>{say(s.shared, { interests })}</p>}
      {transcript.length === 0 && !ended && (
        <>
          <p>{s.sayHello}</p>
          <button class="button button-quiet" type="button" onClick={onAsk}>
            <Icon shape="spark" /> {s.ask}
          </button>
        </>
      )}
    </>
  );
}
