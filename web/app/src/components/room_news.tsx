// Who came and went, for screen readers: all of a few seconds in one sentence, so that fifty who come are told once.
import type { TranscriptItem } from "@parley-chat/client";
import { useEffect, useRef, useState } from "preact/hooks";
import { lineWords } from "../model/people.ts";
import { useStrings } from "../strings/strings.ts";

const calmMs = 3_000;

export function RoomNews({ transcript }: { transcript: readonly TranscriptItem[] }) {
  const s = useStrings();
  const lines = transcript.filter((item) => item.kind === "member");
  const [said, setSaid] = useState("");
  const told = useRef(lines.length);
  const latest = useRef(lines);
  latest.current = lines;
  const news = lines.length > told.current;
  useEffect(() => {
    if (!news) return;
    const timer = setTimeout(() => {
      setSaid(lineWords(s, latest.current.slice(told.current)));
      told.current = latest.current.length;
    }, calmMs);
    return () => clearTimeout(timer);
  }, [news, s]);
  return (
    <p class="unseen" role="status">
      {said}
    </p>
  );
}
