// A picture in its bubble: fetched at once, veiled until the visitor wants to see it, opened large by a further press.
import type { Message } from "@parley-chat/client";
import { useEffect, useState } from "preact/hooks";
import { type Files, isDrawable, isGone } from "../model/files.ts";
import { say, useStrings } from "../strings/strings.ts";
import { useUrl } from "./use_url.ts";

interface Props {
  message: Message;
  image: NonNullable<Message["image"]>;
  who: string;
  files: Files;
}

export function PictureMessage({ message, image, who, files }: Props) {
  const s = useStrings().files;
  const { blob, failed, again } = useBlob(message, image.id, files);
  const url = useUrl(blob);
  const [shown, setShown] = useState(message.mine);
  const title = message.mine ? s.fromMe : say(s.from, { name: who });
  if (failed) return <Failed gone={failed === "gone"} again={again} />;
  const press = (): void => {
    if (!shown) return setShown(true);
    if (blob) files.view({ key: message.key, blob, title });
  };
  const label = url ? (shown ? s.open : s.show) : s.loading;
  return (
    <button
      class={`picture ${shown ? "" : "veiled"}`}
      type="button"
      style={frameOf(image)}
      aria-label={label}
      aria-disabled={!url}
      onClick={() => url && press()}
    >
      {url && <img src={url} alt={shown ? title : ""} draggable={false} />}
      {!(url && shown) && <span aria-hidden="true">{label}</span>}
    </button>
  );
}

/** The bytes, or why they can't be had: `gone` for good, or `failed` until `again`. */
function useBlob(message: Message, id: string, files: Files) {
  const [blob, setBlob] = useState<Blob | null>(null);
  const [failed, setFailed] = useState<"" | "gone" | "failed">("");
  const [attempt, setAttempt] = useState(0);
  // Not anew for each tick, which makes a new message of it with the same picture.
  useEffect(() => {
    const off = new AbortController();
    const { signal } = off;
    setFailed("");
    files.get(message, signal).then(
      (bytes) => {
        if (signal.aborted) return;
        if (isDrawable(bytes)) setBlob(bytes);
        else setFailed("gone");
      },
      (error: unknown) => signal.aborted || setFailed(isGone(error) ? "gone" : "failed"),
    );
    return () => off.abort();
  }, [id, attempt]);
  return { blob, failed, again: () => setAttempt(attempt + 1) };
}

/** Its place is kept from the beginning, so that nothing moves when it comes; whatever its sender says of its size. */
function frameOf({ width, height }: Props["image"]) {
  const ratio = Math.min(3, Math.max(1 / 2, width / height));
  return {
    aspectRatio: `${ratio}`,
    width: `${Math.max(5, Math.min(width / 16, 18, 20 * ratio))}rem`,
  };
}

export function Failed({ gone, again }: { gone: boolean; again(): void }) {
  const s = useStrings().files;
  return (
    <span class="not-had">
      {gone ? s.gone : s.failed}
      {!gone && (
        <button type="button" onClick={again}>
          {s.again}
        </button>
      )}
    </span>
  );
}
