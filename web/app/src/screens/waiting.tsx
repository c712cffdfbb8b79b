// The wait: what is looked for, for how long already, how long it usually takes, and what is wrong if something is.
import { Mark } from "../components/brand.tsx";
import { useFocusOnArrival, useNow } from "../components/hooks.ts";
import { Notice } from "../components/notice.tsx";
import { languageName } from "../model/languages.ts";
import type { WaitView } from "../model/view.ts";
import { clock, connectionWords } from "../model/words.ts";
import { type Strings, useStrings } from "../strings/strings.ts";

interface Props {
  wait: WaitView;
  onCancel(): void;
}

export function WaitingScreen({ wait, onCancel }: Props) {
  const s = useStrings();
  const heading = useFocusOnArrival<HTMLHeadingElement>();
  const now = useNow(true);
  const found = wait.assigned;
  const wrong = waitTrouble(s, wait);
  return (
    <main class="waiting">
      <Mark moving={!found} met={found !== null} />
      <h1 ref={heading} tabIndex={-1}>
        {found ? s.waiting.found(found.partner) : s.waiting.heading}
      </h1>
      <p class="lead" dir="auto">
        {found ? s.waiting.opening : looking(s, wait)}
      </p>
      <p class="elapsed">
        <span class="unseen">{s.waiting.elapsed(clock(now - wait.since))}</span>
        <span aria-hidden="true">{clock(now - wait.since)}</span>
      </p>
      {/* Always there, so that a screen reader hears what is put into it. */}
      <div class="waiting-says" role="status">
        {wrong ? <Notice>{wrong}</Notice> : !found && <Odds wait={wait} />}
      </div>
      <button class="button button-quiet" type="button" onClick={onCancel}>
        {s.waiting.cancel}
      </button>
    </main>
  );
}

function looking(s: Strings, { language, interests, status }: WaitView): string {
  const name = languageName(language);
  return status?.anyPartner && interests.length > 0
    ? s.waiting.anyPartner(name)
    : s.waiting.looking(name, interests);
}

/** What stands in the way of a pairing, in words; null when nothing does. */
function waitTrouble(s: Strings, wait: WaitView): string | null {
  const kind = wait.connection.kind;
  if (kind === "offline" || kind === "reconnecting") return connectionWords(s, wait.connection);
  if (!wait.storage) return s.waiting.storage;
  if (wait.status && !wait.status.nodes) return s.waiting.noNodes;
  return null;
}

/** How long it usually takes, as far as that is known, and whether anybody else is there at all. */
function Odds({ wait: { status, connection, noShow } }: { wait: WaitView }) {
  const s = useStrings();
  if (!status) return <p>{connectionWords(s, connection)}</p>;
  const { estimate, waiting } = status;
  const seconds = (ms: number): number => Math.max(1, Math.round(ms / 1000));
  return (
    <>
      {noShow && <p>{s.waiting.noShow}</p>}
      <p>
        {estimate
          ? s.waiting.usually(seconds(estimate.p50Ms), seconds(estimate.p90Ms))
          : s.waiting.usuallyUnknown}
      </p>
      <p>{waiting > 1 ? s.waiting.others(waiting - 1) : s.waiting.alone}</p>
    </>
  );
}
