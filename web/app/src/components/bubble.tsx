// One item of the transcript: a message in its bubble, or a gap in words. Drawn anew only when it has changed.
import type { Gap, Message } from "@parley-chat/client";
import { Component } from "preact";
import { useStrings } from "../strings/strings.ts";
import { Tick } from "./tick.tsx";

interface Props {
  message: Message;
  /** Who wrote it, for those who don't see the side it stands on. */
  who: string;
  first: boolean;
  last: boolean;
}

const timeOfDay = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });

/** A class for its `shouldComponentUpdate`: a key press must not draw a thousand bubbles again. */
export class Bubble extends Component<Props> {
  override shouldComponentUpdate(next: Props): boolean {
    const { message, who, first, last } = this.props;
    return (
      next.message.status !== message.status ||
      next.message.at !== message.at ||
      next.who !== who ||
      next.first !== first ||
      next.last !== last
    );
  }

  override render({ message, who, first, last }: Props) {
    const classes = ["bubble", message.mine ? "mine" : "theirs", first && "first", last && "last"];
    return (
      <div class={classes.filter(Boolean).join(" ")} data-testid="message" data-mine={message.mine}>
        <span class="unseen">{who}</span>
        <span class="text" dir="auto" data-testid="text">
          {message.text}
        </span>
        <span class="foot">
          {last && (
            <time dateTime={new Date(message.at).toISOString()}>
              {timeOfDay.format(message.at)}
            </time>
          )}
          {message.mine && <Tick status={message.status} />}
        </span>
      </div>
    );
  }
}

export function GapLine({ gap }: { gap: Gap }) {
  return <p class="gap">{useStrings().chat.gap(gap.last - gap.first + 1)}</p>;
}
