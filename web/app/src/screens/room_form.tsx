// The form for a named room: its name, its key if it has one, and what one is called there.
import { useEffect, useRef, useState } from "preact/hooks";
import { useFocusOnArrival } from "../components/hooks.ts";
import { Mark } from "../components/mark.tsx";
import { NameField } from "../components/name_field.tsx";
import { Notice } from "../components/notice.tsx";
import { RulesLink } from "../components/rules.tsx";
import { useTitle } from "../components/use_conversation.ts";
import { rulesHash } from "../model/address.ts";
import { inviteIn } from "../model/invite.ts";
import { roomLimit } from "../model/limits.ts";
import { openingEndWords } from "../model/talk_words.ts";
import type { LaterView } from "../model/view.ts";
import { say, useStrings } from "../strings/strings.ts";

interface Props {
  view: Extract<LaterView, { screen: "form" }>;
  name: string;
  onName(name: string): void;
  onOpen(room: string, key: string): void;
  onBack(): void;
}

export function RoomForm({ view, name, onName, onOpen, onBack }: Props) {
  const strings = useStrings();
  const s = strings.room;
  const { end, invited, behind } = view;
  const heading = useFocusOnArrival<HTMLHeadingElement>();
  const [typed, setTyped] = useState(() => inviteIn(location)); // an invite, or what was refused
  useEffect(() => {
    // A link with another key, pasted into this very tab; the rules are no link.
    const look = ({ oldURL }: HashChangeEvent): void => {
      const isOfRules = [location.hash, new URL(oldURL).hash].includes(rulesHash);
      if (!isOfRules) setTyped(inviteIn(location));
    };
    window.addEventListener("hashchange", look);
    return () => window.removeEventListener("hashchange", look);
  }, []);
  useTitle(say(strings.title.chat, { name: s.open }));
  const wrongKey = end?.reason === "refused" && end.error === "key_wrong";
  const key = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!wrongKey) return;
    key.current?.focus();
    key.current?.select();
  }, [wrongKey]);
  const notice = end ? openingEndWords(strings, end) : "";
  const room = typed.room.trim();
  const onSubmit = (event: Event): void => {
    event.preventDefault();
    if (room) onOpen(room, typed.key);
  };
  return (
    <main class="start">
      <header class="hero">
        <p class="wordmark">
          <Mark /> {strings.brand}
        </p>
        <h1 ref={heading} tabIndex={-1}>
          {invited && room ? say(s.invited, { room: inviteIn(location).room }) : s.open}
        </h1>
        <p class="lead">{s.lead}</p>
      </header>
      <form class="card" onSubmit={onSubmit}>
        {notice && <Notice role="alert">{notice}</Notice>}
        <div class="field">
          <label for="room">{s.name}</label>
          <input
            id="room"
            value={typed.room}
            dir="auto"
            required
            pattern=".*\S.*"
            maxLength={roomLimit}
            autocomplete="off"
            onInput={({ currentTarget }) => setTyped({ ...typed, room: currentTarget.value })}
          />
        </div>
        <div class="field">
          <label for="key">{s.key}</label>
          <input
            id="key"
            ref={key}
            value={typed.key}
            dir="auto"
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            aria-invalid={wrongKey}
            aria-describedby="key-hint"
            onInput={({ currentTarget }) => setTyped({ ...typed, key: currentTarget.value })}
          />
          <p class="hint" id="key-hint">
            {s.keyHint}
          </p>
        </div>
        <NameField name={name} onChange={onName} />
        <div class="go">
          <button class="button button-go" type="submit">
            {s.go}
          </button>
          <p class="hint">
            {behind && !behind.talk.ended ? s.leaves : strings.start.rulesLine} <RulesLink />
          </p>
        </div>
      </form>
      <footer class="start-foot">
        <button class="plain" type="button" onClick={onBack}>
          {behind ? s.back : s.toStart}
        </button>
      </footer>
    </main>
  );
}
