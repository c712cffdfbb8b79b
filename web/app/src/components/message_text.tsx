// The text of a message: addresses look like links and lead nowhere until the visitor has been asked.
import { pieces } from "../model/text.ts";

interface Props {
  text: string;
  onLink(href: string): void;
}

export function MessageText({ text, onLink }: Props) {
  return (
    <span class="text" dir="auto" data-testid="text">
      {pieces(text).map(({ text, href }) =>
        href === null ? text : <Address text={text} open={() => onLink(href)} />,
      )}
    </span>
  );
}

/** No anchor: that could be opened, dragged or pre-fetched past the question. */
function Address({ text, open }: { text: string; open(): void }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: an anchor is what this must not be
    <span
      class="link"
      role="link"
      tabIndex={0}
      onClick={open}
      onKeyDown={(event) => event.key === "Enter" && open()}
    >
      {text}
    </span>
  );
}
