// What is on its way up, above the box: how far it is, a way to stop it, and why when it came to nothing.

import { useEffect, useState } from "preact/hooks";
import { uploadWords } from "../model/files.ts";
import type { UploadView } from "../model/uploads.ts";
import { say, useStrings } from "../strings/strings.ts";
import { IconButton } from "./icon.tsx";

/** Without getting any further for so long, the page says that it goes on. */
const patienceMs = 10_000;

interface Props {
  uploads: readonly UploadView[];
  onCancel(id: number): void;
}

export function UploadList({ uploads, onCancel }: Props) {
  const strings = useStrings();
  const s = strings.files;
  const current = uploads.find(({ failed }) => !failed);
  if (uploads.length === 0) return null;
  return (
    <ul class="uploads">
      {uploads.map((upload) => {
        const { id, name, progress, failed } = upload;
        return (
          <li key={id}>
            {failed ? (
              <span class="wrong" role="alert">
                {uploadWords(strings, upload)}
              </span>
            ) : (
              <>
                <span class="named">
                  <bdi>{name}</bdi>
                  {upload === current && <Slow progress={progress} />}
                </span>
                <progress value={progress} aria-label={say(s.sending, { name })} />
              </>
            )}
            <IconButton
              shape="close"
              label={failed ? strings.menu.close : say(s.cancel, { name })}
              onClick={() => onCancel(id)}
            />
          </li>
        );
      })}
    </ul>
  );
}

/** Each new attempt begins at nothing: only what is further than ever is progress. */
function Slow({ progress }: { progress: number }) {
  const [furthest, setFurthest] = useState(progress);
  const [slow, setSlow] = useState(false);
  if (progress > furthest) setFurthest(progress);
  useEffect(() => {
    setSlow(false);
    const timer = setTimeout(() => setSlow(true), patienceMs);
    return () => clearTimeout(timer);
  }, [furthest]);
  return <small role="status">{slow && useStrings().files.trying}</small>;
}
