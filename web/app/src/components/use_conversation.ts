// A conversation as it is now, followed as long as it is drawn, and told in the tab's title.
import { useEffect, useState } from "preact/hooks";
import type { Conversation } from "../model/conversation.ts";
import type { TalkView } from "../model/talk_view.ts";

interface Followed<V> {
  readonly view: V;
  subscribe(listener: () => void): () => void;
}

export function useConversation<C extends Conversation & Followed<V>, V extends TalkView>(
  begin: () => C & Followed<V>,
): readonly [C, V] {
  const [conversation] = useState(begin);
  const [view, setView] = useState<V>(conversation.view);
  useEffect(() => {
    const look = (): void => {
      if (!document.hidden) conversation.lookedAt();
    };
    document.addEventListener("visibilitychange", look);
    setView(conversation.view); // what changed between drawing and listening
    conversation.subscribe(() => setView(conversation.view));
    return () => {
      document.removeEventListener("visibilitychange", look);
      conversation.stop();
    };
  }, [conversation]);
  return [conversation, view];
}

export function useTitle(words: string): void {
  useEffect(() => {
    document.title = words;
  }, [words]);
}
