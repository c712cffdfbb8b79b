// Takes files that are dropped anywhere on the conversation, and says so while they are held over it.
import { useEffect, useState } from "preact/hooks";
import { useStrings } from "../strings/strings.ts";

export function DropPlace({ onFiles }: { onFiles(files: readonly File[]): void }) {
  const s = useStrings().files;
  const [over, setOver] = useState(false);
  useEffect(() => {
    const off = new AbortController();
    const { signal } = off;
    const on = (type: "dragover" | "dragleave" | "drop", hear: (event: DragEvent) => void): void =>
      document.addEventListener(
        type,
        (event) => event.dataTransfer?.types.includes("Files") && hear(event),
        { signal },
      );
    on("dragover", (event) => {
      event.preventDefault();
      setOver(true);
    });
    on("dragleave", ({ relatedTarget }) => setOver(relatedTarget !== null));
    on("drop", (event) => {
      event.preventDefault(); // else the browser would open it in place of the chat
      setOver(false);
      onFiles([...(event.dataTransfer?.files ?? [])]);
    });
    return () => off.abort();
  }, [onFiles]);
  return over ? <p class="drop">{s.drop}</p> : null;
}
