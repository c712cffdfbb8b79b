// A sheet over the page, from below on a phone: the browser's own dialog, which keeps focus, Escape and the rest inert.
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useStrings } from "../strings/strings.ts";
import { IconButton } from "./icon.tsx";

interface Props {
  title: string;
  onClose(): void;
  children: ComponentChildren;
}

/** Open as long as it is drawn. The browser gives the focus back to where it was. */
export function Sheet({ title, onClose, children }: Props) {
  const s = useStrings().menu;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      class="sheet"
      ref={dialog}
      aria-labelledby="sheet-title"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={(event) => event.stopPropagation()}
      onClick={(event) => event.target === event.currentTarget && onClose()}
    >
      <div class="sheet-body">
        <div class="sheet-head">
          <h2 id="sheet-title" dir="auto">
            {title}
          </h2>
          <IconButton shape="close" label={s.close} onClick={onClose} />
        </div>
        {children}
      </div>
    </dialog>
  );
}
