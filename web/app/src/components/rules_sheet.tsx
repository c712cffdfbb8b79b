// What is asked of everybody, and what happens to what is said.

import { useStrings } from "../strings/strings.ts";
import { Sheet } from "./sheet.tsx";

export function RulesSheet({ onClose }: { onClose(): void }) {
  const s = useStrings().rules;
  return (
    <Sheet title={s.title} onClose={onClose}>
      <ol class="rules">
        {s.list.map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ol>
      <p>{s.report}</p>
      <p>{s.kept}</p>
      <p>{s.rooms}</p>
    </Sheet>
  );
}
