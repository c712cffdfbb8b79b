// The wait: what is looked for, for how long already, how long it usually takes, and what is wrong if something is.
import { useFocusOnArrival, useNow } from "../components/hooks.ts";
import { Mark } from "../components/mark.tsx";
import { Notice } from "../components/notice.tsx";
import { Switch } from "../components/switch.tsx";
import { languageName } from "../model/languages.ts";
import type { WaitView } from "../model/view.ts";
import { connectionWords, lookingWords, oddsWords, waitTrouble } from "../model/words.ts";
import { clock, say, useStrings } from "../strings/strings.ts";

interface Props {
  wait: WaitView;
  sound: boolean;
  onSound(on: boolean): void;
  onCancel(): void;
}

export function WaitingScreen({ wait, sound, onSound, onCancel }: Props) {
  const s = useStrings();
  const title = useFocusOnArrival<HTMLHeadingElement>();
  const now = useNow(true);
  const found = wait.assigned;
  const time = clock(now - wait.since);
  const wrong = waitTrouble(s, wait);
  const heading = found ? say(s.waiting.found, { name: found.partner }) : s.waiting.heading;
  return (
    <main class="waiting">
      <Mark state={found ? "met" : "moving"} />
      <h1 ref={title} tabIndex={-1}>
        {heading}
      </h1>
      <p class="lead" dir="auto">
        {found ? s.waiting.opening : lookingWords(s, wait, languageName(wait.language))}
      </p>
      <p class="elapsed">
        <span class="unseen">{say(s.waiting.elapsed, { time })}</span>
        <span aria-hidden="true">{time}</span>
      </p>
      {/* Always there, so that a screen reader hears what is put into it. */}
      <div class="waiting-says" role="status">
        {wrong ? (
          <Notice>{wrong}</Notice>
        ) : found ? (
          <span class="unseen">{heading}</span>
        ) : (
          <Odds wait={wait} />
        )}
      </div>
      <div class="waiting-foot">
        <Switch label={s.menu.sound} on={sound} onChange={onSound} />
        <button class="button button-quiet" type="button" onClick={onCancel}>
          {s.waiting.cancel}
        </button>
      </div>
    </main>
  );
}

function Odds({ wait }: { wait: WaitView }) {
  const s = useStrings();
  const { status, connection, noShow, language } = wait;
  if (!status) return <p>{connectionWords(s, connection)}</p>;
  const others = status.waiting - 1;
  return (
    <>
      {noShow && <p>{s.waiting.noShow}</p>}
      {others > 0 ? (
        <>
          <p>{oddsWords(s, wait)}</p>
          <p>{say(s.waiting.others, { n: others })}</p>
        </>
      ) : (
        <>
          <p>{say(s.waiting.alone, { language: languageName(language) })}</p>
          {status.estimate && <p>{oddsWords(s, wait)}</p>}
        </>
      )}
    </>
  );
}
