// Which messages of the outbox may be sent now on this connection: at most 64 unanswered, fewer after a refusal.

const widest = 64;
const shortestPause = 50;

export class SendWindow {
  /** Refusals of an earlier round say nothing about what was sent since. */
  round = 0;
  #sent = 0;
  #answered = 0;
  #width = widest;
  #pausedUntil = 0;

  /** A join was answered: the room has everything up to `accepted`. */
  restart(accepted: number): void {
    this.round += 1;
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
    this.#width = Math.min(widest, this.#width + 1);
  }

  /** The room wants `expected` first. */
  gap(expected: number, round: number): void {
    if (round === this.round) this.#goBack(expected);
  }

  /** `seq` was refused for now: it and all after it go again, one by one at first. False: of an earlier round. */
  refused(seq: number, retryMs: number, round: number, now: number): boolean {
    if (round !== this.round) return false;
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

  #goBack(seq: number): void {
    this.round += 1;
    this.#sent = seq - 1;
    this.#answered = Math.min(this.#answered, this.#sent);
  }
}
