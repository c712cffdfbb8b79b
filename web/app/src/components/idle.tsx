// The question whether somebody is still there, with the time that is left to answer it. A message answers it too.
import { secondsLeft } from "../model/words.ts";
import { say, useStrings } from "../strings/strings.ts";
import { useNow } from "./hooks.ts";

export function Idle({ until, onStay }: { until: number; onStay(): void }) {
  const s = useStrings().idle;
  const now = useNow(true);
  return (
    <section class="idle" aria-labelledby="idle-title">
      <div>
        <h2 id="idle-title">{s.question}</h2>
        <p>{say(s.explain, { n: secondsLeft(until, now) })}</p>
      </div>
      <button class="button" type="button" onClick={onStay}>
        {s.stay}
      </button>
    </section>
  );
}
