// Whether the user is still there: asked by the service, taken back by it, or answered.
import type { Effects } from "./actions.js";

export class Question {
  isOpen = false;

  constructor(private readonly effects: Effects) {}

  /** 0: not any more. */
  ask(leftMs: number): void {
    if (leftMs > 0 || this.isOpen) this.effects.signal("idle", { leftMs });
    this.isOpen = leftMs > 0;
  }
}
