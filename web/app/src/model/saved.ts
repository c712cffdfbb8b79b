// A conversation put into a text or JSON file of the visitor's own: what was said, by whom, when.
import type { Message, TranscriptItem } from "@parley-chat/client";
import { sizeWords } from "../strings/measures.ts";
import { type Strings, say, spokenLocale, timeWords } from "../strings/strings.ts";
import type { ChatView } from "./view.ts";
import { questionText } from "./words.ts";

/** As one would read it; for the clipboard and for a file. */
export function asText(s: Strings, { transcript, name: me, partner: { name } }: ChatView): string {
  const day = new Intl.DateTimeFormat(spokenLocale(), { dateStyle: "long" });
  const first = transcript.find((item) => item.kind === "message");
  const date = day.format(first?.kind === "message" ? first.at : Date.now());
  const line = (item: TranscriptItem): string =>
    item.kind === "gap"
      ? say(s.saved.gap, { n: item.last - item.first + 1 })
      : `[${timeWords(item.at)}] ${item.mine ? me : name}: ${saidIn(s, item)}`;
  return [
    say(s.saved.title, { date }),
    say(s.saved.with, { me, name }),
    "",
    ...transcript.map(line),
    "",
  ].join("\n");
}

/** A message in one line. */
export function saidIn(s: Strings, { removed, question, text, image, file }: Message): string {
  if (removed) return s.saved.removed;
  if (image) return s.saved.picture;
  if (file) return say(s.saved.sent, { name: file.name, size: sizeWords(file.size) });
  return question ? say(s.saved.question, { text: questionText(s, question) }) : text;
}

/** For programs: every field by its name, times in ISO 8601. */
export function asJson({ transcript, name, partner, interests }: ChatView): string {
  const items = transcript.map((item) =>
    item.kind === "gap"
      ? { missing: item.last - item.first + 1, from: "partner" }
      : {
          from: item.mine ? "me" : "partner",
          at: new Date(item.at).toISOString(),
          ...contentOf(item),
          edited: item.edited,
          removed: item.removed,
          status: item.status,
        },
  );
  return `${JSON.stringify({ me: name, partner: partner.name, interests, items }, null, 2)}\n`;
}

function contentOf({ question, image, file, text }: Message): object {
  if (question) return { question };
  if (image) return { image: { width: image.width, height: image.height, bytes: image.size } };
  return file ? { file: { name: file.name, bytes: file.size } } : { text };
}
