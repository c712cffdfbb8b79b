// The promises behind the ticks of sent messages.
import type { Moved } from "./machine/outbox.js";
import { type ChatEnd, ParleyError } from "./types.js";

interface Awaited {
  seq: number;
  readonly resolve: () => void;
  readonly reject: (error: ParleyError) => void;
}

export class Ticks {
  /** In order of seq. */
  #awaited: Awaited[] = [];

  of(seq: number): Promise<void> {
    const promise = new Promise<void>((resolve, reject) => {
      this.#awaited.push({ seq, resolve, reject });
    });
    promise.catch(() => {}); // need not be awaited
    return promise;
  }

  upTo(seq: number): void {
    while (this.#awaited[0] && this.#awaited[0].seq <= seq) this.#awaited.shift()?.resolve();
  }

  move({ above, by }: Moved): void {
    for (const awaited of this.#awaited) if (awaited.seq > above) awaited.seq += by;
  }

  end(end: ChatEnd): void {
    for (const { reject } of this.#awaited) reject(new ParleyError("chat_ended", end));
    this.#awaited = [];
  }
}
