// A picture as large as the window allows, to be looked at and kept.

import type { ShownPicture } from "../model/files.ts";
import { useStrings } from "../strings/strings.ts";
import { Sheet } from "./sheet.tsx";
import { useUrl } from "./use_url.ts";

export function Viewer({ picture, onClose }: { picture: ShownPicture; onClose(): void }) {
  const s = useStrings().files;
  const { blob, title } = picture;
  const url = useUrl(blob);
  return (
    <Sheet title={title} onClose={onClose} wide>
      {url && <img class="large" src={url} alt={title} draggable={false} />}
      <a class="button" href={url} download={`${s.picture}.${blob.type.replace("image/", "")}`}>
        {s.save}
      </a>
    </Sheet>
  );
}
