// Takes files that are dropped anywhere on the conversation, and says so while they are held over it.
import { useEffect, useRef, useState } from "preact/hooks";
import { useStrings } from "../strings/strings.ts";

interface Props {
  /** False when nothing can be sent any more: a drop does nothing then. */
  open: boolean;
  onFiles(files: readonly File[]): void;
}

export function DropPlace({ open, onFiles }: Props) {
  const s = useStrings().files;
  const [over, setOver] = useState(false);
  const own = useOwnDrag();
  useEffect(() => {
    const off = new AbortController();
    const isOurs = () => own.current instanceof Node && own.current.isConnected;
    // Under a sheet what is dropped would go unseen.
    const isTaken = () => open && !isOurs() && !document.querySelector("dialog[open]");
    const on = (
      type: "dragover" | "dragleave" | "drop",
      hear: (event: DragEvent, dragged: DataTransfer) => void,
    ): void => {
      const listener = (event: DragEvent): void => {
        const { dataTransfer } = event;
        if (dataTransfer?.types.includes("Files")) hear(event, dataTransfer);
      };
      document.addEventListener(type, listener, { signal: off.signal });
    };
    on("dragover", (event, dragged) => {
      event.preventDefault();
      if (!isTaken()) dragged.dropEffect = "none";
      setOver(isTaken());
    });
    on("dragleave", ({ relatedTarget }) => setOver(relatedTarget !== null && isTaken()));
    on("drop", (event, dragged) => {
      event.preventDefault(); // else the browser would open it in place of the chat
      setOver(false);
      if (isTaken()) onFiles([...dragged.files]);
    });
    return () => off.abort();
  }, [open, onFiles, own]);
  return over ? <p class="drop">{s.drop}</p> : null;
}

/** What is being dragged out of this very page: a picture of the chat is not to be sent again. */
function useOwnDrag() {
  const dragged = useRef<EventTarget | null>(null);
  useEffect(() => {
    const off = new AbortController();
    const drag = (what: EventTarget | null): void => {
      dragged.current = what;
    };
    const { signal } = off;
    document.addEventListener("dragstart", ({ target }) => drag(target), { signal });
    document.addEventListener("dragend", () => drag(null), { signal });
    return () => off.abort();
  }, []);
  return dragged;
}
