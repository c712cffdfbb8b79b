// A file in its bubble: its name, its size, and a button that puts it onto the disk. It is never opened here.
import type { Message } from "@parley-chat/client";
import { useEffect, useRef, useState } from "preact/hooks";
import { type Files, isGone } from "../model/files.ts";
import { save } from "../save.ts";
import { sizeWords } from "../strings/measures.ts";
import { say, useStrings } from "../strings/strings.ts";
import { Icon } from "./icon.tsx";
import { Failed } from "./picture_message.tsx";

interface Props {
  message: Message;
  file: NonNullable<Message["file"]>;
  files: Files;
}

export function FileMessage({ message, file, files }: Props) {
  const s = useStrings().files;
  const { name } = file;
  const size = sizeWords(file.size);
  const [state, setState] = useState<"" | "busy" | "gone" | "failed">("");
  const off = useRef(new AbortController());
  useEffect(() => () => off.current.abort(), []); // nobody waits for it any more
  const get = async (): Promise<void> => {
    if (state === "busy") return;
    setState("busy");
    try {
      const bytes = await files.get(message, off.current.signal);
      // Of no type: also where a browser opens rather than saves, this is nothing that it could run.
      save(name, new Blob([bytes], { type: "application/octet-stream" }));
      setState("");
    } catch (error) {
      setState(isGone(error) ? "gone" : "failed");
    }
  };
  return (
    <>
      <button
        class="file"
        type="button"
        title={say(s.download, { name })}
        aria-busy={state === "busy"}
        onClick={() => void get()}
      >
        <Icon shape="download" />
        <span>
          <bdi>{name}</bdi> <small>{size}</small>
        </span>
      </button>
      {(state === "gone" || state === "failed") && (
        <Failed gone={state === "gone"} again={() => void get()} />
      )}
    </>
  );
}
