// Whether `replaced` may be about this client itself: a frame of a connection that it lost lately can reach a service
// after those of the next one, when the network or the service stood still meanwhile. So it is answered by coming back,
// a few times; a second tab says it again.

const most = 3;
const life = 30_000;

export class Ghosts {
  #left = 0;
  #until = 0;

  /** A connection was lost, or a page before a reload may have left one. */
  expect(now: number): void {
    this.#left = most;
    this.#until = now + life;
  }

  /** `replaced` was heard: true when it is to be answered by coming back. */
  excuse(now: number): boolean {
    if (now >= this.#until) return false;
    this.#left -= 1;
    return this.#left >= 0;
  }
}
