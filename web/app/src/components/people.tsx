// Who is in a named room, the link that invites others, and a flag beside each: also beside who has left after a word.
import type { Member } from "@parley-chat/client";
import { useState } from "preact/hooks";
import { type Invite, inviteAddress } from "../model/invite.ts";
import { goneOf, hereCount, hueOf } from "../model/people.ts";
import type { RoomView } from "../model/talk_view.ts";
import { say, useStrings } from "../strings/strings.ts";
import { IconButton } from "./icon.tsx";
import { Sheet } from "./sheet.tsx";

interface Props {
  room: RoomView;
  invite: Invite;
  onReport(seat: number): void;
  onClose(): void;
}

export function People({ room, invite, onReport, onClose }: Props) {
  const s = useStrings().room;
  const { members, ended, seat, name } = room;
  const there = members.filter(({ state }) => state !== "left");
  const gone = goneOf(room);
  return (
    <Sheet title={ended ? s.people : say(s.here, { n: hereCount(room) })} onClose={onClose}>
      {!ended && <InviteLink invite={invite} />}
      <ul class="people">
        {!ended && <Person seat={seat} name={say(s.you, { name })} state={s.present} />}
        {there.map((member) => (
          <Person
            key={member.seat}
            {...member}
            away={member.state === "away"}
            state={member.state === "away" ? s.away : s.present}
            onReport={onReport}
          />
        ))}
      </ul>
      {gone.length > 0 && (
        <>
          <h3>{s.gone}</h3>
          <ul class="people">
            {gone.map((member) => (
              <Person key={member.seat} {...member} state="" onReport={onReport} />
            ))}
          </ul>
        </>
      )}
    </Sheet>
  );
}

interface PersonProps extends Pick<Member, "seat" | "name"> {
  state: string;
  away?: boolean;
  /** Not oneself. */
  onReport?(seat: number): void;
}

function Person({ seat, name, state, away, onReport }: PersonProps) {
  const label = say(useStrings().safety.title, { name });
  return (
    <li>
      <span
        class={away ? "dot dot-away" : "dot"}
        style={{ "--hue": hueOf(seat) }}
        aria-hidden="true"
      />
      <span class="person">
        <bdi>{name}</bdi> <small>{state}</small>
      </span>
      {onReport && <IconButton shape="flag" label={label} onClick={() => onReport(seat)} />}
    </li>
  );
}

/** The address that leads here, key and all; it goes nowhere but where the visitor takes it. */
function InviteLink({ invite }: { invite: Invite }) {
  const s = useStrings().room;
  const [said, setSaid] = useState("");
  const url = new URL(inviteAddress(invite, ""), location.href).href;
  const copy = async (): Promise<void> => {
    const done = await navigator.clipboard?.writeText(url).then(
      () => true,
      () => false,
    );
    setSaid(done ? s.copied : s.copyFailed);
  };
  const share = (): void => void navigator.share({ url }).catch(() => {}); // given up: nothing to say
  return (
    <div class="invite">
      <p class="hint">{invite.key ? s.linkHint : s.linkOpen}</p>
      <input
        readOnly
        dir="ltr"
        value={url}
        aria-label={s.link}
        onFocus={(event) => event.currentTarget.select()}
      />
      <div class="sheet-actions">
        <button class="button" type="button" onClick={() => void copy()}>
          {s.copy}
        </button>
        {"share" in navigator && (
          <button class="button button-quiet" type="button" onClick={share}>
            {s.share}
          </button>
        )}
      </div>
      <p class="hint" role="status">
        {said}
      </p>
    </div>
  );
}
