// What a wait asks for and as whom, or which room is to be opened: kept in the tab's storage, said in each `seek` or `open`.
import type { Call } from "../wire/said.js";
import type { Effects } from "./actions.js";
import { keys, type SessionRecord, type WaitRecord } from "./store.js";

export class Wish {
  /** The services refused the tokens: another refusal is not about them. */
  forgotten = false;

  constructor(
    private wait: WaitRecord,
    /** Of an earlier wait; its token is shown so that the session goes on. */
    private session: SessionRecord,
    private readonly effects: Effects,
  ) {}

  get errand(): "seek" | "open" {
    return this.wait.open ? "open" : "seek";
  }
  get attempt(): number {
    return this.session.attempt;
  }

  begin(attempt: number, priority: string): void {
    this.wait = { ...this.wait, priority };
    this.session = { ...this.session, attempt };
    this.#save();
  }

  /** The services know it by this token. */
  taken(token: string): void {
    this.session = { ...this.session, token };
    this.forgotten = false;
    this.#save();
  }

  forgetTokens(): void {
    this.forgotten = true;
    this.wait = { ...this.wait, priority: "" };
    this.session = { ...this.session, token: "" };
    this.#save();
  }

  get call(): Call {
    const { language, interests, name, priority, open } = this.wait;
    if (open) {
      // Always as a new member: who has forgotten what it has said may not go on under the same numbers.
      const { room, key } = open;
      const params = { room, ...(key && { key }), ...(name && { name }) };
      return { method: "open", params };
    }
    const { token: session, attempt } = this.session;
    const who = { ...(name && { name }), ...(session && { session }) };
    const params = { language, interests, attempt, ...who, ...(priority && { priority }) };
    return { method: "seek", params };
  }

  #save(): void {
    this.effects.save(keys.session, this.session);
    this.effects.save(keys.wait, this.wait);
  }
}
