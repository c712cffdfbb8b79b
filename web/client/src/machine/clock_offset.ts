// The services' clock minus this client's, from the four times of `sync` (RFC 5905 section 8).

/** The services' times are whole milliseconds, and two clocks drift a little in a minute. */
const granularity = 5;
/** After so many slower exchanges the quickest one is old. */
const keptFor = 8;

interface Sample {
  readonly offsetMs: number;
  readonly errorMs: number;
}

export class ClockOffset {
  /** The quickest of the last exchanges: it was disturbed least. Null before the first. */
  best: Sample | null = null;
  #age = 0;

  /** t0 sent here, t1 received there, t2 answered there, t3 received here. */
  add(t0: number, t1: number, t2: number, t3: number): void {
    const errorMs = (t3 - t0 - (t2 - t1)) / 2;
    if (errorMs < 0) return; // our clock was set in between
    const offsetMs = (t1 - t0 + t2 - t3) / 2;
    const { best } = this;
    this.#age += 1;
    // What cannot be true together with this one was measured before a clock was set, or stood still in a sleep.
    const agrees =
      best && Math.abs(best.offsetMs - offsetMs) <= best.errorMs + errorMs + granularity;
    if (agrees && best.errorMs < errorMs && this.#age < keptFor) return;
    this.best = { offsetMs, errorMs };
    this.#age = 0;
  }
}
