// What can be reported of somebody: a reason is one press, with words of one's own if there are any.
import { ParleyError, type Report, type ReportReason } from "@parley-chat/client";
import { useState } from "preact/hooks";
import { reportLimit } from "../model/limits.ts";
import { safetyErrorWords } from "../model/talk_words.ts";
import { useStrings } from "../strings/strings.ts";
import { dirOf } from "./hooks.ts";

const reasons: readonly ReportReason[] = ["abuse", "sexual", "minor", "threat", "spam", "other"];

export function Reasons({ onReport }: { onReport(report: Report): void }) {
  const s = useStrings().safety;
  const [words, setWords] = useState("");
  const report = (reason: ReportReason): void => {
    const note = words.trim();
    onReport({ reason, ...(note && { words: note }) });
  };
  return (
    <>
      <p class="hint">{s.explain}</p>
      <input
        value={words}
        maxLength={reportLimit}
        dir={dirOf(words)}
        aria-label={s.words}
        placeholder={s.words}
        onInput={(event) => setWords(event.currentTarget.value)}
      />
      <div class="reasons">
        {reasons.map((reason) => (
          <button key={reason} class="row" type="button" onClick={() => report(reason)}>
            {s[reason]}
          </button>
        ))}
      </div>
    </>
  );
}

/** Asks something of the operators; what is said of it, and which of it are done. */
export function useTold(inRoom: boolean) {
  const strings = useStrings();
  const [said, setSaid] = useState("");
  const [done, setDone] = useState<readonly string[]>([]);
  const tell = async (act: Promise<void>, what: string, thanks: string): Promise<void> => {
    setSaid(strings.safety.sending);
    try {
      await act;
      setDone((before) => [...before, what]);
      setSaid(thanks);
    } catch (error) {
      const code = error instanceof ParleyError ? error.code : "";
      setSaid(safetyErrorWords(strings, code, inRoom));
    }
  };
  return { said, isDone: (what: string): boolean => done.includes(what), tell };
}
