// A typed event emitter. A listener that throws hurts neither the others nor the protocol.
import type { Unsubscribe } from "./types.js";

/** Like any uncaught error, outside of our call chain. */
export const report = (error: unknown): void =>
  queueMicrotask(() => {
    throw error;
  });

type Listener<T> = (value: T) => void;

export class Emitter<Events> {
  readonly #listeners = new Map<keyof Events, Set<Listener<never>>>();

  on<K extends keyof Events>(event: K, listener: Listener<Events[K]>): Unsubscribe {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  emit<K extends keyof Events>(event: K, value: Events[K]): void {
    for (const listener of [...(this.#listeners.get(event) ?? [])] as Listener<Events[K]>[]) {
      try {
        listener(value);
      } catch (error) {
        report(error);
      }
    }
  }
}
