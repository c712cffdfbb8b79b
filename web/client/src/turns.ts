// Lets a few things run at a time; the others wait for their turn, in order.

export class Turns {
  readonly #waiting = new Set<() => void>();

  constructor(private free: number) {}

  async run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (this.free > 0) this.free -= 1;
    else await this.#turn(signal);
    try {
      return await work();
    } finally {
      const [next] = this.#waiting;
      if (next) next();
      else this.free += 1;
    }
  }

  #turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting.delete(next);
        signal?.removeEventListener("abort", giveUp);
      };
      const next = () => {
        leave();
        resolve();
      };
      const giveUp = () => {
        leave();
        reject(signal?.reason);
      };
      this.#waiting.add(next);
      signal?.addEventListener("abort", giveUp);
    });
  }
}
