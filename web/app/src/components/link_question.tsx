// Asked before an address of a stranger is opened: which site, in full, and that it is outside.

import { useStrings } from "../strings/strings.ts";
import { Sheet } from "./sheet.tsx";

export function LinkQuestion({ href, onClose }: { href: string; onClose(): void }) {
  const s = useStrings().link;
  const { host } = new URL(href);
  return (
    <Sheet title={s.title} onClose={onClose}>
      <p class="address" dir="ltr">
        <b>{host}</b>
        <span>{href}</span>
      </p>
      <p>{s.warning}</p>
      <div class="sheet-actions">
        <button class="button" type="button" onClick={onClose}>
          {s.stay}
        </button>
        <a
          class="button button-quiet"
          href={href}
          target="_blank"
          rel="noopener noreferrer nofollow"
          onClick={onClose}
        >
          {s.open}
        </a>
      </div>
    </Sheet>
  );
}
