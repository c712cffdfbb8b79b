// A picture as large as the window allows, to be looked at and kept.

import type { ShownPicture } from "../model/files.ts";
import { say, useStrings } from "../strings/strings.ts";
import { Sheet } from "./sheet.tsx";

export function Viewer({ picture, onClose }: { picture: ShownPicture; onClose(): void }) {
  const s = useStrings().files;
  const { url, type, who } = picture;
  const title = say(s.from, { name: who });
  return (
    <Sheet title={title} onClose={onClose} wide>
      <img class="large" src={url} alt={title} />
      <a class="button" href={url} download={`${s.picture}.${type.replace("image/", "")}`}>
        {s.save}
      </a>
    </Sheet>
  );
}
