// The services' clock minus this client's, from the four times of `sync` (RFC 5905 section 8).

/** The services' times are whole milliseconds, and two clocks drift a little in a minute. */
const granularity = 5;

interface Sample {
  readonly offsetMs: number;
  readonly errorMs: number;
}

export class ClockOffset {
  #samples: Sample[] = [];

  /** t0 sent here, t1 received there, t2 answered there, t3 received here. */
  add(t0: number, t1: number, t2: number, t3: number): void {
    const roundTrip = t3 - t0 - (t2 - t1);
    if (roundTrip < 0) return; // our clock was set in between
    const sample = { offsetMs: (t1 - t0 + t2 - t3) / 2, errorMs: roundTrip / 2 };
    // What cannot be true together with this one was measured before a clock was set, or stood still in a sleep.
    const agreeing = this.#samples.filter(
      ({ offsetMs, errorMs }) =>
        Math.abs(offsetMs - sample.offsetMs) <= errorMs + sample.errorMs + granularity,
    );
    this.#samples = [...agreeing.slice(-7), sample];
  }

  /** The quickest of the last eight exchanges: it was disturbed least. Null before the first. */
  get best(): Sample | null {
    return this.#samples.reduce<Sample | null>(
      (best, sample) => (best !== null && best.errorMs < sample.errorMs ? best : sample),
      null,
    );
  }
}
