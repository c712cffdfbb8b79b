// A line that asks for attention without alarm; `role` says whether a screen reader is told at once.
import type { ComponentChildren } from "preact";

interface Props {
  role?: "alert" | "status";
  children: ComponentChildren;
}

export function Notice({ role, children }: Props) {
  return (
    <p class="notice" {...(role ? { role } : {})}>
      {children}
    </p>
  );
}
