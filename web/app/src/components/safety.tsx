// Reporting and blocking, each one press away from the flag: a reason reports, the last button blocks.
import type { ChatConversation } from "../model/conversation.ts";
import type { ChatView } from "../model/talk_view.ts";
import { say, useStrings } from "../strings/strings.ts";
import { Reasons, useTold } from "./reasons.tsx";
import { Sheet } from "./sheet.tsx";

interface Props {
  conversation: ChatConversation;
  chat: ChatView;
  onClose(): void;
}

export function Safety({ conversation, chat, onClose }: Props) {
  const s = useStrings().safety;
  const { name } = chat.partner;
  const { said, isDone, tell } = useTold(false);
  const block = (): void => void tell(conversation.block(), "block", say(s.blocked, { name }));
  return (
    <Sheet title={say(s.title, { name })} onClose={onClose}>
      {!isDone("report") && (
        <Reasons
          onReport={(report) => void tell(conversation.report(report), "report", s.thanks)}
        />
      )}
      <p class="sheet-says" role="status">
        {said}
      </p>
      {!isDone("block") && (
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
