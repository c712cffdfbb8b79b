// The panel of `?chaos`: everything a visitor can do to lose a message, and the count of how that went.
import type { Talk } from "@parley-chat/client";
import { useEffect, useState } from "preact/hooks";
import { useNow } from "../components/hooks.ts";
import type { View } from "../model/view.ts";
import { say, useStrings } from "../strings/strings.ts";
import type { Monkey } from "./monkey.ts";

interface Props {
  monkey: Monkey;
  view: View;
  reload(): void;
}

export function ChaosPanel({ monkey, view, reload }: Props) {
  const s = useStrings().chaos;
  const [, draw] = useState({});
  useEffect(() => monkey.onChange(() => draw({})), [monkey]);
  const talk = view.screen === "chat" || view.screen === "room" ? view.talk : null;
  useNow(talk !== null); // the count runs on while it is talked
  const { struck, recovered } = monkey.count;
  const acts: readonly (readonly [string, () => void])[] = [
    [s.drop, () => monkey.drop()],
    [s.freeze, () => monkey.freeze()],
    monkey.online ? [s.offline, () => monkey.goOffline()] : [s.online, () => monkey.goOnline()],
    [s.reload, reload],
  ];
  return (
    <aside class="chaos" aria-label={s.title}>
      <div class="chaos-acts">
        {acts.map(([label, act]) => (
          <button key={label} type="button" onClick={act}>
            {label}
          </button>
        ))}
      </div>
      <p>
        <span data-testid="chaos-count">{say(s.struck, { struck, recovered })}</span>
        {talk && <span>{say(s.count, tally(talk))}</span>}
      </p>
    </aside>
  );
}

function tally({ transcript }: Talk) {
  const messages = transcript.filter((item) => item.kind === "message");
  const mine = messages.filter((message) => message.mine);
  const open = mine.filter(({ status }) => status === "waiting" || status === "stored");
  return {
    sent: mine.length,
    delivered: mine.length - open.length,
    heard: messages.length - mine.length,
  };
}
