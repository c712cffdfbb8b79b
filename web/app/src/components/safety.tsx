// Reporting and blocking, each one press away from the flag: a reason reports, the last button blocks.
import { ParleyError, type ReportReason } from "@parley-chat/client";
import { useState } from "preact/hooks";
import { reportLimit } from "../model/limits.ts";
import type { Page } from "../model/page.ts";
import type { ChatView } from "../model/view.ts";
import { safetyErrorWords } from "../model/words.ts";
import { say, useStrings } from "../strings/strings.ts";
import { dirOf } from "./hooks.ts";
import { Sheet } from "./sheet.tsx";

interface Props {
  page: Page;
  chat: ChatView;
  onClose(): void;
}

const reasons: readonly ReportReason[] = ["abuse", "sexual", "minor", "threat", "spam", "other"];

export function Safety({ page, chat, onClose }: Props) {
  const strings = useStrings();
  const s = strings.safety;
  const { name } = chat.partner;
  const [words, setWords] = useState("");
  const [said, setSaid] = useState("");
  const [done, setDone] = useState({ reported: false, blocked: false });

  const tell = async (act: Promise<void>, what: keyof typeof done, thanks: string) => {
    setSaid(s.sending);
    try {
      await act;
      setDone((before) => ({ ...before, [what]: true }));
      setSaid(thanks);
    } catch (error) {
      setSaid(safetyErrorWords(strings, error instanceof ParleyError ? error.code : ""));
    }
  };
  const report = (reason: ReportReason): void => {
    const note = words.trim();
    void tell(page.report({ reason, ...(note && { words: note }) }), "reported", s.thanks);
  };
  const block = (): void => void tell(page.block(), "blocked", say(s.blocked, { name }));

  return (
    <Sheet title={say(s.title, { name })} onClose={onClose}>
      {!done.reported && (
        <>
          <p class="hint">{s.explain}</p>
          <div class="reasons">
            {reasons.map((reason) => (
              <button key={reason} class="row" type="button" onClick={() => report(reason)}>
                {s[reason]}
              </button>
            ))}
          </div>
          <input
            value={words}
            maxLength={reportLimit}
            dir={dirOf(words)}
            aria-label={s.words}
            placeholder={s.words}
            onInput={(event) => setWords(event.currentTarget.value)}
          />
        </>
      )}
      <p class="sheet-says" role="status">
        {said}
      </p>
      {!done.blocked && (
        <div class="block">
          <button class="button button-danger" type="button" onClick={block}>
            {say(s.block, { name })}
          </button>
          {!chat.ended && <p class="hint">{s.blockHint}</p>}
        </div>
      )}
    </Sheet>
  );
}
