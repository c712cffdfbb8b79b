// A named room: who is here, the log, and below it the button to leave and the box to write in.
import type { NamedRoom } from "@parley-chat/client";
import { useCallback, useEffect, useMemo, useState } from "preact/hooks";
import { MemberReport } from "../components/member_report.tsx";
import { People } from "../components/people.tsx";
import { RoomHeader } from "../components/room_header.tsx";
import { RoomNews } from "../components/room_news.tsx";
import { useConversation, useTitle } from "../components/use_conversation.ts";
import { RoomConversation } from "../model/conversation.ts";
import { hideInvite, keepInvite, keyOf, showInvite } from "../model/invite.ts";
import type { Page } from "../model/page.ts";
import { namesOf, typingWords } from "../model/people.ts";
import type { RoomView } from "../model/talk_view.ts";
import { roomTitle } from "../model/talk_words.ts";
import { say, useStrings } from "../strings/strings.ts";
import { type Asked, TalkFrame, type Visitor } from "./talk_frame.tsx";

interface Props extends Visitor {
  page: Page;
  talk: NamedRoom;
  /** The visitor wants to open it again. */
  onOpen(room: string, key: string): void;
}

const nothing = (): void => {};

export function RoomScreen({ page, talk, onOpen, ...visitor }: Props) {
  const s = useStrings();
  const [conversation, room] = useConversation(() => new RoomConversation(talk, page.around));
  const [asked, setAsked] = useState<Asked | null>(null);
  const { title, ended, members, transcript } = room;
  const { tab } = page.around;
  const [key] = useState(() => keyOf(tab, title, location));
  const invite = { room: title, key };
  useTitle(roomTitle(s, room));
  useEffect(() => {
    if (!ended) {
      showInvite(invite);
      keepInvite(tab, invite);
    } else if (ended.reason === "left") hideInvite();
  }, [title, key, ended?.reason]);
  const names = useMemo(() => namesOf(room), [members, transcript]);
  const nameOf = (seat: number): string => names.get(seat) ?? "";
  const leave = useCallback(() => conversation.leave(), [conversation]);
  const close = (): void => setAsked(null);
  return (
    <TalkFrame
      {...{ conversation, nameOf, asked, ...visitor }}
      view={room}
      typing={typingWords(s, room) || null}
      header={
        <RoomHeader
          room={room}
          onPeople={() => setAsked({ sheet: "people" })}
          onMenu={() => setAsked({ sheet: "menu" })}
        />
      }
      opening={<Begun room={room} onInvite={() => setAsked({ sheet: "people" })} />}
      above={<RoomNews transcript={transcript} />}
      sheet={
        <>
          {asked?.sheet === "people" && (
            <People
              {...{ room, invite }}
              onReport={(about) => setAsked({ sheet: "report", about })}
              onClose={close}
            />
          )}
          {asked?.sheet === "report" && (
            <MemberReport
              name={nameOf(asked.about)}
              report={(report) => conversation.report({ ...report, about: asked.about })}
              onClose={close}
            />
          )}
        </>
      }
      onAsk={setAsked}
      onSeen={nothing}
      skip={{ leave: s.room.leave, next: s.room.again, hint: s.room.leaveHint }}
      onLeave={leave}
      onNext={() => onOpen(title, key)}
      back={s.room.toStart}
      onBack={() => {
        hideInvite();
        page.toStart();
      }}
    />
  );
}

/** What stands above the first message: where one is, and while nobody else is, how to change that. */
function Begun({ room, onInvite }: { room: RoomView; onInvite(): void }) {
  const s = useStrings().room;
  const { title, ended, members } = room;
  const alone = !ended && members.every(({ state }) => state === "left");
  return (
    <>
      <p class="opening-title">{say(ended ? s.over : s.begun, { room: title })}</p>
      {alone && (
        <>
          <p>{s.alone}</p>
          <button class="button button-quiet" type="button" onClick={onInvite}>
            {s.invite}
          </button>
        </>
      )}
    </>
  );
}
