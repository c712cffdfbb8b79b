// What is on its way up, above the box: how far it is, a way to stop it, and why when it came to nothing.

import { uploadWords } from "../model/files.ts";
import type { UploadView } from "../model/uploads.ts";
import { say, useStrings } from "../strings/strings.ts";
import { IconButton } from "./icon.tsx";

interface Props {
  uploads: readonly UploadView[];
  onCancel(id: number): void;
}

export function UploadList({ uploads, onCancel }: Props) {
  const strings = useStrings();
  const s = strings.files;
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
                <bdi>{name}</bdi>
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
