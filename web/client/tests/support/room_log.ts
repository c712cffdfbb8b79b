// What the model of Redis has of a room: owner, epoch and entries, and the rule by which they are read.

export interface LogEntry {
  readonly id: string;
  readonly from: number;
  readonly seq: number;
  /** `base`, or what the message is. */
  readonly kind: string;
  readonly body?: string;
  readonly of?: number;
  readonly file?: { readonly name?: string };
  /** The words filter has changed it. */
  readonly filtered?: boolean;
  readonly at: number;
}

export class RoomLog {
  owner = "node-0";
  epoch = 1;
  n = 0;
  entries: LogEntry[] = [];

  /** The reading rule: an entry counts only if it is the next of its seat. */
  counting(seat: number): LogEntry[] {
    let stored = 0;
    return this.entries.filter((entry) => {
      if (entry.from !== seat) return false;
      if (entry.kind === "base") stored = Math.max(stored, entry.seq);
      else if (entry.seq === stored + 1) stored = entry.seq;
      else return false;
      return entry.kind !== "base";
    });
  }
  stored(seat: number): number {
    const bases = this.entries.filter(({ from, kind }) => from === seat && kind === "base");
    return Math.max(
      0,
      ...bases.map(({ seq }) => seq),
      ...this.counting(seat).map(({ seq }) => seq),
    );
  }
  base(seat: number): number {
    const bases = this.entries.filter(({ from, kind }) => from === seat && kind === "base");
    const last = Math.max(0, ...bases.map(({ seq }) => seq));
    const kept = new Set(this.counting(seat).map(({ seq }) => seq));
    let base = last + 1;
    while (base > 1 && kept.has(base - 1)) base -= 1;
    return base;
  }
  append(message: Omit<LogEntry, "id">): LogEntry {
    this.n += 1;
    const entry = { id: `${this.epoch}-${this.n}`, ...message };
    this.entries.push(entry);
    return entry;
  }
}
