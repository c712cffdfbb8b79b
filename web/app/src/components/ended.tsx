// What stands above the button for going on when a conversation is over: why, and that it can still be read.
import type { AnyTalkView } from "../model/talk_view.ts";
import { endDetail, endWords } from "../model/talk_words.ts";
import { useStrings } from "../strings/strings.ts";

/**
 * The focus of the box, which is gone, comes to the heading, not to a button: an Enter that was meant for the box must
 * not begin a new chat. Who has pressed the button below stays there.
 */
export function Ended({ view }: { view: AnyTalkView }) {
  const s = useStrings();
  return (
    <section class="ended">
      <h2 tabIndex={-1}>{endWords(s, view)}</h2>
      <p>{endDetail(s, view)}</p>
    </section>
  );
}
