// How many people are here: asked every 15 s while the tab is looked at.
import type { Parley } from "@parley-chat/client";
import { useEffect, useState } from "preact/hooks";
import { type Strings, say, useStrings } from "../strings/strings.ts";

const everyMs = 15_000;

export function Online({ stats }: { stats: Parley["stats"] }) {
  const s = useStrings().start;
  const [online, setOnline] = useState<number | null | undefined>();
  useEffect(() => {
    let gone = false;
    let asking = false;
    const ask = async (): Promise<void> => {
      if (document.hidden || asking) return;
      asking = true;
      const answer = await stats();
      asking = false;
      if (!gone) setOnline(answer?.online ?? null);
    };
    void ask();
    const timer = setInterval(() => void ask(), everyMs);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [stats]);
  return <p class={`online ${online ? "online-known" : ""}`}>{onlineWords(s, online)}</p>;
}

/** Nothing before the first answer, so that nothing false is read. */
function onlineWords(s: Strings["start"], online: number | null | undefined): string {
  if (online === undefined) return "\u00a0";
  if (online === null) return s.onlineUnknown;
  return online === 0 ? s.onlineNobody : say(s.online, { n: online });
}
