// One item of the transcript: a message in its bubble, or a gap in words. Drawn anew only when it has changed.
import type { Gap, Message, TranscriptItem } from "@parley-chat/client";
import { Component } from "preact";
import type { Files } from "../model/files.ts";
import { questionText } from "../model/talk_words.ts";
import { isLoneEmoji, isRightToLeft } from "../model/text.ts";
import { say, timeWords, useStrings } from "../strings/strings.ts";
import { FileMessage } from "./file_message.tsx";
import { Icon } from "./icon.tsx";
import { MessageText } from "./message_text.tsx";
import { PictureMessage } from "./picture_message.tsx";
import { Tick, tickWords } from "./tick.tsx";

interface Props {
  message: Message;
  /** Who wrote it, for those who don't see the side it stands on. */
  who: string;
  /** In a room of more than two the colour of its sender, as an angle; else null. */
  hue: number | null;
  first: boolean;
  last: boolean;
  /** It has the focus: the exact time is told. */
  chosen: boolean;
  /** It has waited for its tick longer than it should. */
  late: boolean;
  onLink(href: string): void;
  /** Stays the same as long as the chat is drawn. */
  files: Files;
  /** Null when there is nothing to be done any more. */
  acts: Acts | null;
}

/** What can be done with a message of one's own. */
export interface Acts {
  edit(message: Message): void;
  remove(message: Message): void;
}

/** One's own words, and no picture, file or question. */
export const isEditable = (item: TranscriptItem): item is Message =>
  item.kind === "message" &&
  item.mine &&
  !item.removed &&
  !(item.question || item.image || item.file);

/** A class for its `shouldComponentUpdate`: a key press must not draw a thousand bubbles again. */
export class Bubble extends Component<Props> {
  override shouldComponentUpdate(next: Props): boolean {
    const { message, who, hue, first, last, chosen, late, acts } = this.props;
    return (
      next.acts !== acts ||
      next.message !== message ||
      next.who !== who ||
      next.hue !== hue ||
      next.first !== first ||
      next.last !== last ||
      next.chosen !== chosen ||
      next.late !== late
    );
  }

  override render({ message, who, hue, first, last, chosen, late, onLink, files, acts }: Props) {
    const s = useStrings();
    const { mine, at, status, key, removed, edited, held, filtered } = message;
    const aside = held ? s.chat.held : late ? s.chat.unconfirmed : filtered && s.chat.filtered;
    return (
      <div
        class={classesOf(message, first, last)}
        tabIndex={-1}
        data-testid="message"
        data-mine={mine}
        data-key={key}
      >
        <span class="unseen">{say(s.chat.says, { name: who })}</span>
        {first && !mine && hue !== null && !message.question && <Sender name={who} hue={hue} />}
        <Content {...{ message, who, onLink, files }} />
        <span class="foot">
          {edited && !removed && <span>{s.chat.edited}</span>}
          {last && <time dateTime={new Date(at).toISOString()}>{timeWords(at)}</time>}
          {mine && <Tick status={status} toAll={hue !== null} />}
        </span>
        {aside && <span class="aside">{aside}</span>}
        {chosen && <Details message={message} toAll={hue !== null} acts={removed ? null : acts} />}
      </div>
    );
  }
}

/** Above what somebody says in one breath, in their colour; screen readers hear the name with each message. */
export function Sender({ name, hue }: { name: string; hue: number }) {
  return (
    <b class="sender" style={{ "--hue": hue }} aria-hidden="true">
      <bdi>{name}</bdi>
    </b>
  );
}

/** What the message is about. */
function Content({
  message,
  who,
  onLink,
  files,
}: Pick<Props, "message" | "who" | "onLink" | "files">) {
  const { text, removed, question, image, file } = message;
  if (removed) return <span class="text">{useStrings().chat.removed}</span>;
  if (question) return <Question who={who} message={message} />;
  if (image) return <PictureMessage {...{ message, image, who, files }} />;
  if (file) return <FileMessage {...{ message, file, files }} />;
  return <MessageText text={text} onLink={onLink} />;
}

function classesOf(message: Message, first: boolean, last: boolean): string {
  const { mine, removed, question, text, image } = message;
  const runs = isRightToLeft(text) ? "bubble-rtl" : "bubble-ltr";
  const classes = ["bubble", mine ? "mine" : "theirs", runs];
  if (first) classes.push("first");
  if (last) classes.push("last");
  if (removed) classes.push("removed");
  else if (question) classes.push("question");
  else if (image) classes.push("framed");
  else if (isLoneEmoji(text)) classes.push("emoji");
  return classes.join(" ");
}

function Question({ message, who }: { message: Message; who: string }) {
  const s = useStrings();
  return (
    <span class="text" data-testid="text">
      <small>
        <Icon shape="spark" /> {say(message.mine ? s.chat.askedByMe : s.chat.asked, { name: who })}
      </small>
      <span data-testid="question">{questionText(s, message.question ?? "")}</span>
    </span>
  );
}

/** Floats above the bubble, so that nothing moves under the finger that has chosen it; pressed, it stays. */
function Details({ message, toAll, acts }: Pick<Props, "message" | "acts"> & { toAll: boolean }) {
  const s = useStrings();
  const { at, status, mine } = message;
  const remove = (event: Event & { currentTarget: HTMLElement }): void => {
    event.currentTarget.closest<HTMLElement>("[data-key]")?.focus(); // the button goes away
    acts?.remove(message);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only keeps the focus where it is
    <span class="details" aria-live="off" onMouseDown={(event) => event.preventDefault()}>
      <time dateTime={new Date(at).toISOString()}>{timeWords(at, true)}</time>
      {mine && <span>{tickWords(s, status, toAll)}</span>}
      {acts && isEditable(message) && (
        <button type="button" onClick={() => acts.edit(message)}>
          {s.chat.edit}
        </button>
      )}
      {mine && acts && (
        <button type="button" onClick={remove}>
          {s.chat.remove}
        </button>
      )}
    </span>
  );
}

export function GapLine({ gap }: { gap: Gap }) {
  return <p class="gap">{say(useStrings().chat.gap, { n: gap.last - gap.first + 1 })}</p>;
}
