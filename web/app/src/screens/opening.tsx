// On the way into a named room: short, unless the connection has trouble, which is said in words.
import type { Opening } from "@parley-chat/client";
import { useEffect, useState } from "preact/hooks";
import { useFocusOnArrival } from "../components/hooks.ts";
import { Mark } from "../components/mark.tsx";
import { Notice } from "../components/notice.tsx";
import { useTitle } from "../components/use_conversation.ts";
import { connectionOf } from "../model/view.ts";
import { connectionWords } from "../model/words.ts";
import { say, useStrings } from "../strings/strings.ts";

interface Props {
  opening: Opening;
  now(): number;
  onCancel(): void;
}

export function OpeningScreen({ opening, now, onCancel }: Props) {
  const s = useStrings();
  const heading = useFocusOnArrival<HTMLHeadingElement>();
  const { title: name } = opening;
  const current = () => connectionOf(opening.state, now());
  const [connection, setConnection] = useState(current);
  const [storage, setStorage] = useState(true);
  useTitle(say(s.title.chat, { name }));
  useEffect(() => {
    const show = (): void => setConnection(current());
    show(); // what changed between drawing and listening
    const off = [
      opening.on("state", show),
      opening.on("storage", ({ available }) => setStorage(available)),
    ];
    return () => {
      for (const stop of off) stop();
    };
  }, [opening]);
  const { kind } = connection.state;
  const troubled = kind === "offline" || kind === "reconnecting";
  const wrong = troubled ? connectionWords(s, connection) : storage ? "" : s.room.storage;
  return (
    <main class="waiting">
      <Mark state="moving" />
      <h1 ref={heading} tabIndex={-1}>
        {say(s.room.opening, { room: name })}
      </h1>
      <div class="waiting-says" role="status">
        {wrong && <Notice>{wrong}</Notice>}
      </div>
      <div class="waiting-foot">
        <button class="button button-quiet" type="button" onClick={onCancel}>
          {s.waiting.cancel}
        </button>
      </div>
    </main>
  );
}
