// A tab's session storage, that can be full and can be copied as a browser copies it.
import type { Storage } from "../../src/index.js";

/** A tab's storage with an optional bound, in characters. */
export class TabStorage implements Storage {
  readonly values = new Map<string, string>();
  quota = Number.POSITIVE_INFINITY;
  /** In characters. */
  get used(): number {
    return [...this.values].reduce((sum, [name, text]) => sum + name.length + text.length, 0);
  }
  getItem(key: string): string | null {
    return this.values.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    const before = this.values.has(key) ? key.length + (this.values.get(key)?.length ?? 0) : 0;
    if (this.used - before + key.length + value.length > this.quota) {
      throw new Error("QuotaExceededError");
    }
    this.values.set(key, value);
  }
  removeItem(key: string): void {
    this.values.delete(key);
  }
  copy(): TabStorage {
    const copy = new TabStorage();
    for (const [key, value] of this.values) copy.values.set(key, value);
    return copy;
  }
}
