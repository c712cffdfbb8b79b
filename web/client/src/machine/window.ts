// Which messages of the outbox may be sent now on this connection: at most 64 unanswered, fewer after a refusal.

const widest = 64;
const shortestPause = 50;

export class SendWindow {
  /** Told back with a refusal: what was refused in an earlier round may have been sent again since. */
  round = 0;
  #roundFrom = 1;
  #sent = 0;
  #answered = 0;
  #width = widest;
  #pausedUntil = 0;

  /** A join was answered: the room has everything up to `accepted`. */
  restart(accepted: number): void {
    this.round += 1;
    this.#roundFrom = accepted + 1;
    this.#sent = accepted;
    this.#answered = accepted;
    this.#width = widest;
    this.#pausedUntil = 0;
  }

  /** The seqs to send now, when the outbox ends at `last`. They count as sent. */
  take(last: number, now: number): number[] {
    const seqs: number[] = [];
    if (now < this.#pausedUntil) return seqs;
    while (this.#sent < last && this.#sent - this.#answered < this.#width) seqs.push(++this.#sent);
    return seqs;
  }

  /** The log has `seq`, and so all before it. */
  stored(seq: number): void {
    this.#answered = Math.max(this.#answered, seq);
    this.#sent = Math.max(this.#sent, seq);
    if (seq >= this.#roundFrom) this.#width = Math.min(widest, this.#width + 1 / this.#width);
  }

  /** `seq` was refused: the room wants `expected` first. */
  gap(seq: number, expected: number, round: number): void {
    if (this.#counts(seq, round)) this.#goBack(expected);
  }

  /** `seq` was refused for now: it and all after it go again, one by one at first, each window taken
   * whole widening the next by one (RFC 5681, section 3.1: congestion avoidance). False: it has been sent again. */
  refused(seq: number, retryMs: number, round: number, now: number): boolean {
    if (!this.#counts(seq, round)) return false;
    this.#goBack(seq);
    this.#width = 1;
    this.#pausedUntil = now + Math.max(retryMs, shortestPause);
    return true;
  }

  /** When sending may go on after a pause. */
  deadline(last: number): number {
    const open = this.#sent < last && this.#sent - this.#answered < this.#width;
    return open ? this.#pausedUntil : Number.POSITIVE_INFINITY;
  }

  /** What lies before this round is still under way, whenever it was sent. */
  #counts(seq: number, round: number): boolean {
    return round === this.round || seq < this.#roundFrom;
  }

  #goBack(seq: number): void {
    this.round += 1;
    this.#sent = Math.min(this.#sent, seq - 1);
    this.#roundFrom = this.#sent + 1;
    this.#answered = Math.min(this.#answered, this.#sent);
  }
}
