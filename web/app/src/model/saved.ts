// A conversation put into a text or JSON file of the visitor's own: what was said, by whom, when.
import type { Message, TranscriptItem } from "@parley-chat/client";
import { sizeWords } from "../strings/measures.ts";
import { type Strings, say, spokenLocale, timeWords } from "../strings/strings.ts";
import { lineWords, namesOf } from "./people.ts";
import type { AnyTalkView } from "./talk_view.ts";
import { questionText } from "./talk_words.ts";

/** Whose words they are; empty for a seat that nobody knows. */
type NameOf = (seat: number) => string;

function otherNames(view: AnyTalkView): NameOf {
  if (view.kind === "chat") return () => view.partner.name;
  const names = namesOf(view);
  return (seat) => names.get(seat) ?? "";
}

/** As one would read it; for the clipboard and for a file. */
export function asText(s: Strings, view: AnyTalkView): string {
  const { transcript, name: me } = view;
  const nameOf = otherNames(view);
  const day = new Intl.DateTimeFormat(spokenLocale(), { dateStyle: "long" });
  const first = transcript.find((item) => item.kind === "message");
  const date = day.format(first?.kind === "message" ? first.at : Date.now());
  const line = (item: TranscriptItem): string => {
    if (item.kind === "gap") return say(s.saved.gap, { n: item.last - item.first + 1 });
    const said =
      item.kind === "member"
        ? lineWords(s, [item])
        : `${item.mine ? me : nameOf(item.from)}: ${saidIn(s, item)}`;
    return `[${timeWords(item.at)}] ${said}`;
  };
  return [
    say(s.saved.title, { date }),
    view.kind === "room" ? view.title : say(s.saved.with, { me, name: view.partner.name }),
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

/** For programs: every field by its name, times in ISO 8601. In a room the others go by their seats and names. */
export function asJson(view: AnyTalkView): string {
  const nameOf = otherNames(view);
  const whose = (seat: number): object =>
    view.kind === "chat" ? { from: "partner" } : { from: nameOf(seat), seat };
  const items = view.transcript.map((item) => {
    if (item.kind === "gap") return { missing: item.last - item.first + 1, ...whose(item.from) };
    const at = new Date(item.at).toISOString();
    if (item.kind === "member") return { [item.change]: item.name, seat: item.from, at };
    const { mine, edited, removed, status } = item;
    const from = mine ? { from: "me" } : whose(item.from);
    return { ...from, at, ...contentOf(item), edited, removed, status };
  });
  const about =
    view.kind === "chat"
      ? { partner: view.partner.name, interests: view.interests }
      : { room: view.title };
  return `${JSON.stringify({ me: view.name, ...about, items }, null, 2)}\n`;
}

function contentOf({ question, image, file, text }: Message): object {
  if (question) return { question };
  if (image) return { image: { width: image.width, height: image.height, bytes: image.size } };
  return file ? { file: { name: file.name, bytes: file.size } } : { text };
}
