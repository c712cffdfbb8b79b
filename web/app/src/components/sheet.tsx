// A sheet over the page, from below on a phone: the browser's own dialog, which keeps focus, Escape and the rest inert.
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useStrings } from "../strings/strings.ts";
import { IconButton } from "./icon.tsx";

interface Props {
  title: string;
  onClose(): void;
  /** As large as the window allows. */
  wide?: boolean;
  children: ComponentChildren;
}

/** Open as long as it is drawn. The browser gives the focus back to where it was. */
export function Sheet({ title, onClose, wide, children }: Props) {
  const s = useStrings().menu;
  const dialog = useRef<HTMLDialogElement>(null);
  // A press that began inside, to mark words, and ends outside is no wish to close.
  const pressedOutside = useRef(false);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      class={wide ? "sheet wide" : "sheet"}
      ref={dialog}
      aria-labelledby="sheet-title"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={(event) => event.stopPropagation()}
      onPointerDown={({ target, currentTarget }) => {
        pressedOutside.current = target === currentTarget;
      }}
      onClick={({ target, currentTarget }) =>
        target === currentTarget && pressedOutside.current && onClose()
      }
    >
      <div class="sheet-body">
        <div class="sheet-head">
          <h2 id="sheet-title" dir="auto" tabIndex={-1}>
            {title}
          </h2>
          <IconButton shape="close" label={s.close} onClick={onClose} />
        </div>
        {children}
      </div>
    </dialog>
  );
}
