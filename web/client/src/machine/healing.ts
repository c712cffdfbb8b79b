// When a joined client doubts that its node is the room's owner and asks a matchmaker: disagreements end by themselves.

const patience = 5_000;
const longest = 40_000;

/** What the conversation looks like from here. */
export interface Outlook {
  readonly joined: boolean;
  /** Something of the outbox should move and is not known to: not stored, or not delivered to one who is present. */
  readonly owed: boolean;
  /** The partner is shown as absent; in a named room everybody is. */
  readonly absent: boolean;
  /** In a named room that is nothing unusual: it is looked after now and then. */
  readonly alone: boolean;
  /** One who is slow must not make all the others come anew. */
  readonly crowd: boolean;
  /** Grows with every tick that is won, and with each sign that the node has the room. */
  readonly progress: number;
}

export class Healing {
  #stuckAt = Number.POSITIVE_INFINITY;
  #absentAt = Number.POSITIVE_INFINITY;
  #patience = patience;
  #progress = -1;
  #crowd = false;

  constructor(private readonly random: () => number) {}

  /** After every event. */
  look(outlook: Outlook, now: number): void {
    const { joined, owed, absent, alone, progress } = outlook;
    this.#crowd = outlook.crowd;
    if (progress !== this.#progress) {
      this.#progress = progress;
      this.#patience = patience;
      this.#stuckAt = Number.POSITIVE_INFINITY;
    }
    this.#stuckAt = this.#keep(this.#stuckAt, joined && owed, now + this.#patience);
    const quiet = alone ? 6 * patience : patience;
    this.#absentAt = this.#keep(this.#absentAt, joined && absent, now + quiet);
  }

  deadline(): number {
    return Math.min(this.#stuckAt, this.#absentAt);
  }

  /** `rejoin`: ask, and join again wherever the owner is. `verify`: ask, and stay if the owner is here. */
  due(now: number): "rejoin" | "verify" | null {
    if (now >= this.#stuckAt) {
      this.#stuckAt = Number.POSITIVE_INFINITY;
      this.#patience = Math.min(longest, this.#patience * 2);
      return this.#crowd ? "verify" : "rejoin";
    }
    if (now >= this.#absentAt) {
      this.#absentAt = Number.POSITIVE_INFINITY;
      return "verify";
    }
    return null;
  }

  /** A running deadline goes on as it is; a new one gets up to two fifths of the patience on top as jitter. */
  #keep(at: number, needed: boolean, earliest: number): number {
    if (!needed) return Number.POSITIVE_INFINITY;
    if (at !== Number.POSITIVE_INFINITY) return at;
    return earliest + 0.4 * patience * this.random();
  }
}
