// Images and files: uploads them one after the other until the service has them, looks them up after a rejoin, fetches
// them. When a message may go is the machine's business.
import { report } from "./emitter.js";
import { FileRequests, HttpError, usualPause } from "./file_requests.js";
import type { Conversation } from "./machine/conversation.js";
import type { Runtime } from "./runtime.js";
import { Turns } from "./turns.js";
import {
  type ChatEnd,
  ParleyError,
  type Progress,
  type Refusal,
  type Sent,
  type Upload,
} from "./types.js";
import { isPassing } from "./wire/errors.js";
import type { FileContent } from "./wire/heard.js";

/** How often a look or a download is tried; what cannot be looked up holds up nothing any longer. */
const tries = 5;
/** A node carries 8 of a room at a time, and the partner wants some of them. */
const downloadsAtOnce = 3;

type Describe = (id: string, size: number) => { kind: "image" | "file"; file: FileContent };

export class Files {
  readonly #requests: FileRequests;
  readonly #downloads = new Turns(downloadsAtOnce);
  #queue: Promise<unknown> = Promise.resolve();
  /** Of uploads under way. */
  readonly #cancels = new Set<(why: ParleyError) => void>();
  readonly #over = new AbortController();
  #isChecking = false;
  /** The last try of a check, and the node that it asks. */
  #look = { node: "", off: new AbortController() };

  constructor(
    private readonly runtime: Runtime,
    private readonly conversation: Conversation,
    private readonly write: (
      content: ReturnType<Describe>,
      blob: Blob,
      round: number,
    ) => Sent | Refusal,
  ) {
    this.#requests = new FileRequests(runtime, conversation);
  }

  send(blob: Blob, describe: Describe, progress: Progress = () => {}): Upload {
    const off = new AbortController();
    const cancel = (why: ParleyError) => off.abort(why);
    const sent = new Promise<Sent>((resolve, reject) => {
      off.signal.addEventListener("abort", () => reject(off.signal.reason));
      this.#queue = this.#queue
        .then(() => this.#send(blob, describe, progress, off.signal))
        .then(resolve, reject)
        .finally(() => this.#cancels.delete(cancel));
    });
    sent.catch(() => {}); // need not be awaited
    this.#cancels.add(cancel);
    return { ok: true, sent, cancel: () => cancel(new ParleyError("cancelled")) };
  }

  /** Nothing more is sent, and what is said already waits for no file. */
  end(end: ChatEnd): void {
    for (const cancel of this.#cancels) cancel(new ParleyError("chat_ended", end));
    this.#over.abort();
    this.#look.off.abort();
  }

  /** What the service has lost the sender may be uploading again. */
  async get(id: string, signal?: AbortSignal): Promise<Blob> {
    const kept = this.conversation.attachments.of(id);
    if (kept) return kept;
    const ask = () => this.#requests.ask("GET", `/${id}`, signal);
    const mayPass = (code: string) => code === "no_such_file" || isPassing(code);
    return this.#requests.persist(() => this.#downloads.run(ask, signal), {
      ...{ signal, tries, mayPass },
    });
  }

  /** After a rejoin: what the service does not have any more it gets again. Another rejoin begins nothing anew. */
  async check(): Promise<void> {
    const { attachments, route } = this.conversation;
    if (this.#look.node !== route.node) this.#look.off.abort(); // that one may never answer
    if (this.#isChecking) return;
    this.#isChecking = true;
    for (let next = attachments.unchecked; next; next = attachments.unchecked) {
      const [id, blob] = next;
      const round = await this.#requests
        .persist(() => this.#restore(id, blob), { signal: this.#over.signal, tries })
        .catch(({ code }: ParleyError) => {
          if (code === "unreadable") attachments.lose(id);
          return null;
        });
      this.runtime.run(() => attachments.checked(id, round));
    }
    this.#isChecking = false;
  }

  /** For which round it is there. */
  async #restore(id: string, blob: Blob): Promise<number> {
    const { attachments, route } = this.conversation;
    const { round } = attachments;
    const off = new AbortController();
    this.#look = { node: route.node, off };
    try {
      await this.#requests.ask("HEAD", `/${id}`, off.signal);
    } catch (error) {
      if ((error as ParleyError).code !== "no_such_file") throw error;
      const restored = await this.#requests.post(blob, off.signal);
      if (restored !== id) throw new HttpError("unreadable"); // it was written to meanwhile
    }
    return round;
  }

  async #send(blob: Blob, describe: Describe, progress: Progress, signal: AbortSignal) {
    let trouble: ParleyError["code"] | undefined;
    const told = (fraction: number) => {
      try {
        progress(fraction, trouble);
      } catch (error) {
        report(error);
      }
    };
    const failed = (code: ParleyError["code"]) => {
      trouble = code;
      told(0);
    };
    let round = 0;
    const upload = () => {
      round = this.conversation.attachments.round;
      return this.#requests.post(blob, signal, told);
    };
    const file = await this.#requests.persist(upload, { signal, failed });
    for (;;) {
      signal.throwIfAborted();
      const sent = this.write(describe(file, blob.size), blob, round);
      if (sent.ok) return sent;
      if (sent.error !== "outbox_full")
        throw new ParleyError("chat_ended", this.conversation.room.record.ended);
      await this.#requests.pause(usualPause, signal);
    }
  }
}
