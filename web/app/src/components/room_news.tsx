// Who came and went, for screen readers: all of a few seconds in one sentence, so that fifty who come are told once.
import type { TranscriptItem } from "@parley-chat/client";
import { useEffect, useRef, useState } from "preact/hooks";
import { itemsAfter, lastKey } from "../model/news.ts";
import { lineWords } from "../model/people.ts";
import { useStrings } from "../strings/strings.ts";

const calmMs = 3_000;

export function RoomNews({ transcript }: { transcript: readonly TranscriptItem[] }) {
  const s = useStrings();
  const lines = transcript.filter((item) => item.kind === "member");
  const [said, setSaid] = useState("");
  const told = useRef(lastKey(lines));
  const latest = useRef(lines);
  latest.current = lines;
  const news = lastKey(lines) !== told.current;
  useEffect(() => {
    if (!news) return;
    const timer = setTimeout(() => {
      setSaid(lineWords(s, itemsAfter(latest.current, told.current)));
      told.current = lastKey(latest.current);
    }, calmMs);
    return () => clearTimeout(timer);
  }, [news, s]);
  return (
    <p class="unseen" role="status">
      {said}
    </p>
  );
}
