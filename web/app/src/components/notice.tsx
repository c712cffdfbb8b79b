// A line that asks for attention without alarm; `role` says whether a screen reader is told at once.
import type { ComponentChildren } from "preact";
import { useStrings } from "../strings/strings.ts";
import { IconButton } from "./icon.tsx";

interface Props {
  role?: "alert" | "status";
  /** Once read it can be put away. */
  onClose?(): void;
  children: ComponentChildren;
}

export function Notice({ role, onClose, children }: Props) {
  const s = useStrings();
  return (
    <div class="notice">
      <p {...(role ? { role } : {})}>{children}</p>
      {onClose && <IconButton shape="close" label={s.menu.close} onClick={onClose} />}
    </div>
  );
}
