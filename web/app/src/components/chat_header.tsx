// The top of a conversation: whom one talks with and whether they are there, and below it what is wrong if something is.
import type { ChatView, TalkView } from "../model/talk_view.ts";
import { partnerWords, trouble } from "../model/talk_words.ts";
import { useStrings } from "../strings/strings.ts";
import { useNow } from "./hooks.ts";
import { IconButton } from "./icon.tsx";

interface Props {
  chat: ChatView;
  onSafety(): void;
  onMenu(): void;
}

export function ChatHeader({ chat, onSafety, onMenu }: Props) {
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

/** One's own connection in words and colour, while there is something to say about it. */
export function TroubleLine({ view }: { view: TalkView }) {
  const now = useNow(view.connection.state.kind === "reconnecting" && !view.ended);
  const wrong = trouble(useStrings(), view, now);
  return wrong && <p class={`trouble trouble-${wrong.kind}`}>{wrong.words}</p>;
}
