// The panel of clocks: how far the visitor's, somebody else's, the server's and the reference disagree, in words, and what
// each of them said of the last messages.
import type { Message } from "@parley-chat/client";
import { useEffect } from "preact/hooks";
import { clockWords } from "../model/clocks.ts";
import { saidIn } from "../model/saved.ts";
import type { TalkView } from "../model/talk_view.ts";
import { fineTime, span } from "../strings/measures.ts";
import { say, useStrings } from "../strings/strings.ts";
import { useNow } from "./hooks.ts";
import { Sheet } from "./sheet.tsx";
import { Switch } from "./switch.tsx";

interface Props {
  view: TalkView;
  /** Who sits on a seat; 0 for the only other one. */
  nameOf(seat: number): string;
  /** The visitor's own clock is to be told with each message, or no longer. */
  onTell(on: boolean): void;
  /** Called while the panel is open, for what has been measured meanwhile. */
  onLook(): void;
  onClose(): void;
}

const shown = 12;

export function Clocks({ view, nameOf, onTell, onLook, onClose }: Props) {
  const strings = useStrings();
  const s = strings.clocks;
  const { transcript, clock, reference, tellsClock, ended } = view;
  const now = useNow(true);
  useEffect(onLook, [now]); // each second
  const messages = transcript.filter((item) => item.kind === "message");
  const theirs = messages.findLast((item) => !item.mine && item.clock);
  const told = nameOf(theirs?.from ?? 0);
  return (
    <Sheet title={s.title} onClose={onClose}>
      <p>{clockWords(strings, "mine", clock)}</p>
      {told && <p>{clockWords(strings, "theirs", theirs?.clock ?? null, told)}</p>}
      <p>{clockWords(strings, "server", reference)}</p>
      {!ended && (
        <>
          <Switch label={s.tell} on={tellsClock} onChange={onTell} />
          <p class="hint">{s.tellHint}</p>
        </>
      )}
      <ol class="clocks">
        {messages
          .slice(-shown)
          .reverse()
          .map((message) => (
            <Dated key={message.key} message={message} who={nameOf(message.from)} />
          ))}
      </ol>
      <p class="hint">{s.order}</p>
    </Sheet>
  );
}

/** When it was said by the sender's clock, put right. Each half stands on its own where words run the other way. */
function corrected({ at, offsetMs, errorMs }: NonNullable<Message["clock"]>) {
  const time = fineTime(at + offsetMs);
  return (
    time && (
      <>
        <bdi>{time}</bdi> ± <bdi>{span(errorMs, "short")}</bdi>
      </>
    )
  );
}

/** One message by its four clocks. */
function Dated({ message, who }: { message: Message; who: string }) {
  const strings = useStrings();
  const s = strings.clocks;
  const { mine, at, clock, reference } = message;
  const rows = [
    [s.sender, clock && fineTime(clock.at)],
    [s.corrected, clock && corrected(clock)],
    [s.node, message.status === "waiting" ? null : fineTime(at)],
    [s.reference, reference && fineTime(at + reference.offsetMs)],
  ] as const;
  return (
    <li>
      <p>
        {say(strings.chat.says, { name: mine ? strings.chat.you : who })}{" "}
        <bdi>{saidIn(strings, message)}</bdi>
      </p>
      <dl>
        {rows.map(([name, time]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{time ?? s.none}</dd>
          </div>
        ))}
      </dl>
    </li>
  );
}
