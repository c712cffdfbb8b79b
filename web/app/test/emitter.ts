// What the doubles of the client library tell their listeners.
type Listeners<E> = { [K in keyof E]?: Set<(value: E[K]) => void> };

export class Emitter<E> {
  private readonly listeners: Listeners<E> = {};
  on<K extends keyof E>(event: K, listener: (value: E[K]) => void): () => void {
    let set = this.listeners[event];
    if (!set) {
      set = new Set();
      this.listeners[event] = set;
    }
    set.add(listener);
    return () => void set.delete(listener);
  }
  emit<K extends keyof E>(event: K, value: E[K]): void {
    for (const listener of this.listeners[event] ?? []) listener(value);
  }
}
