// The top of a named room: its name, and how many people are here; pressed, it shows them.
import { hereCount, hueOf } from "../model/people.ts";
import type { RoomView } from "../model/talk_view.ts";
import { say, useStrings } from "../strings/strings.ts";
import { IconButton } from "./icon.tsx";

interface Props {
  room: RoomView;
  onPeople(): void;
  onMenu(): void;
}

/** So many discs stand for all. */
const drawn = 3;

export function RoomHeader({ room, onPeople, onMenu }: Props) {
  const s = useStrings();
  const { ended, connection, seat, members } = room;
  const { kind } = connection.state;
  const here = members.filter(({ state }) => state === "present").map((member) => member.seat);
  const words = kind === "connected" ? say(s.room.here, { n: hereCount(room) }) : s.short[kind];
  return (
    <header class="chat-header">
      {!ended && <Discs seats={[seat, ...here].slice(0, drawn)} />}
      <div class="who">
        <h1 tabIndex={-1}>
          <bdi>{room.title}</bdi>
        </h1>
        <button class="people-button" type="button" data-testid="state" onClick={onPeople}>
          {ended ? s.room.people : words}
        </button>
      </div>
      <IconButton shape="more" label={s.menu.title} onClick={onMenu} />
    </header>
  );
}

/** People as discs of their colours, one over the other like those of the mark. */
function Discs({ seats }: { seats: readonly number[] }) {
  return (
    <span class="dots" aria-hidden="true">
      {seats.map((seat) => (
        <span key={seat} class="dot" style={{ "--hue": hueOf(seat) }} />
      ))}
    </span>
  );
}
