// How many people are here: asked every 15 s while the tab is looked at.
import type { Parley } from "@parley-chat/client";
import { useEffect, useState } from "preact/hooks";
import { useStrings } from "../strings/strings.ts";

const everyMs = 15_000;

export function Online({ stats }: { stats: Parley["stats"] }) {
  const s = useStrings();
  const [online, setOnline] = useState<number | null | "asking">("asking");
  useEffect(() => {
    let gone = false;
    const ask = async (): Promise<void> => {
      if (document.hidden) return;
      const answer = await stats();
      if (!gone) setOnline(answer?.online ?? null);
    };
    void ask();
    const timer = setInterval(() => void ask(), everyMs);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [stats]);
  return (
    <p class={`online ${typeof online === "number" ? "online-known" : ""}`}>
      {online === "asking"
        ? "\u00a0"
        : online === null
          ? s.start.onlineUnknown
          : s.start.online(online)}
    </p>
  );
}
