// Reporting somebody of a named room, also one who has left: a reason is one press.
import type { Report } from "@parley-chat/client";
import { say, useStrings } from "../strings/strings.ts";
import { Reasons, useTold } from "./reasons.tsx";
import { Sheet } from "./sheet.tsx";

interface Props {
  name: string;
  report(report: Report): Promise<void>;
  onClose(): void;
}

export function MemberReport({ name, report, onClose }: Props) {
  const s = useStrings().safety;
  const { said, isDone, tell } = useTold(true);
  return (
    <Sheet title={say(s.title, { name })} onClose={onClose}>
      {!isDone("report") && (
        <Reasons onReport={(given) => void tell(report(given), "report", s.thanks)} />
      )}
      <p class="sheet-says" role="status">
        {said}
      </p>
    </Sheet>
  );
}
