// Images and files: uploads them one after the other until the service has them, looks them up after a rejoin, fetches
// them. Over HTTP at the node that the room has; when a message may go is the machine's business.
import type { HttpRequest } from "./injected.js";
import { Backoff } from "./machine/backoff.js";
import type { Conversation } from "./machine/conversation.js";
import type { Runtime } from "./runtime.js";
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
import { count, fields, maybe, shape, text, word } from "./wire/shape.js";

/** Without a sign of life for so long a request is dead; where none is to be had, it is as slow as so many bytes a ms. */
const patience = 60_000;
const slowest = 10;
/** How often a look or a download is tried; what cannot be looked up holds up nothing any longer. */
const fewTries = 5;
/** Between tries, where the service names no pause. */
const usualPause = 1_000;

const uploaded = shape({ file: word });
const refused = shape({ error: text, retry_ms: maybe(count), limit: maybe(count) });

class HttpError extends ParleyError {
  constructor(
    code: ParleyError["code"],
    limit?: number,
    readonly retryMs = usualPause,
  ) {
    super(code, null, limit ?? null);
  }
}

type Describe = (id: string, size: number) => { kind: "image" | "file"; file: FileContent };

export class Files {
  #queue: Promise<unknown> = Promise.resolve();
  /** Under way. */
  readonly #cancels = new Set<(why: ParleyError) => void>();

  constructor(
    private readonly runtime: Runtime,
    private readonly conversation: Conversation,
    private readonly write: (content: ReturnType<Describe>, blob: Blob) => Sent | Refusal,
  ) {}

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

  /** Nothing more is sent. */
  end(end: ChatEnd): void {
    for (const cancel of this.#cancels) cancel(new ParleyError("chat_ended", end));
  }

  /** What the service has lost the sender may be uploading again. */
  async get(id: string, signal?: AbortSignal): Promise<Blob> {
    const kept = this.conversation.attachments.of(id);
    if (kept) return kept;
    const isBack = (code: string) => code === "no_such_file" || isPassing(code);
    return this.#persist(() => this.#ask("GET", `/${id}`, null, signal), signal, fewTries, isBack);
  }

  /** After a rejoin: what the service does not have any more it gets again. */
  async check(ids: readonly string[], round: number): Promise<void> {
    const { attachments } = this.conversation;
    for (const id of ids) {
      const blob = attachments.of(id);
      const isThere = async () => {
        if (blob && round === attachments.round) await this.#restore(id, blob);
      };
      await this.#persist(isThere, undefined, fewTries).catch(() => {});
      this.runtime.run(() => attachments.checked(id, round));
    }
  }

  async #restore(id: string, blob: Blob): Promise<void> {
    try {
      await this.#ask("HEAD", `/${id}`, null);
    } catch (error) {
      if ((error as ParleyError).code !== "no_such_file") throw error;
      await this.#ask("POST", "", blob);
    }
  }

  async #send(blob: Blob, describe: Describe, progress: Progress, signal: AbortSignal) {
    const upload = async () => idOf(await this.#ask("POST", "", blob, signal, progress));
    const file = await this.#persist(upload, signal);
    for (;;) {
      signal.throwIfAborted();
      const sent = this.write(describe(file, blob.size), blob);
      if (sent.ok) return sent;
      if (sent.error !== "outbox_full")
        throw new ParleyError("chat_ended", this.conversation.room.record.ended);
      await this.#pause(usualPause, signal);
    }
  }

  /** Again while the trouble may pass, to the node that the room has by then. */
  async #persist<T>(
    ask: () => Promise<T>,
    signal?: AbortSignal,
    tries = Number.POSITIVE_INFINITY,
    mayPass: (code: string) => boolean = isPassing,
  ): Promise<T> {
    const backoff = new Backoff(this.runtime.surroundings.random);
    for (;;) {
      signal?.throwIfAborted();
      try {
        return await ask();
      } catch (error) {
        signal?.throwIfAborted();
        if (!(error instanceof HttpError)) throw error;
        const pause = backoff.after(error.retryMs);
        if (!mayPass(error.code) || backoff.attempt >= tries) throw error;
        await this.#pause(pause, signal);
      }
    }
  }

  async #ask(
    method: HttpRequest["method"],
    path: string,
    body: Blob | null,
    signal?: AbortSignal,
    told: Progress = () => {},
  ): Promise<Blob> {
    const { http, clock, url } = this.runtime.surroundings;
    const off = new AbortController();
    const stop = () => off.abort();
    let cancel = clock.after(patience + (body?.size ?? 0) / slowest, stop);
    const progress = (fraction: number) => {
      cancel();
      cancel = clock.after(patience, stop);
      if (body) told(fraction);
    };
    signal?.addEventListener("abort", stop);
    told(0);
    try {
      const node = encodeURIComponent(this.conversation.route.node);
      const answer = await http({
        ...{ method, body, progress, signal: off.signal },
        url: `${url.replace(/^ws/, "http")}/node/${node}/files${path}`,
        headers: { authorization: `Bearer ${this.conversation.room.record.token}` },
      });
      if (answer.status < 300) return answer.body;
      throw await errorOf(method, answer.status, answer.body);
    } catch (error) {
      throw error instanceof HttpError ? error : new HttpError("unreachable");
    } finally {
      cancel();
      signal?.removeEventListener("abort", stop);
    }
  }

  #pause(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        cancel();
        signal?.removeEventListener("abort", done);
        resolve();
      };
      const cancel = this.runtime.surroundings.clock.after(ms, done);
      signal?.addEventListener("abort", done);
    });
  }
}

const idOf = async (answer: Blob): Promise<string> => {
  try {
    return uploaded(JSON.parse(await answer.text())).file;
  } catch {
    throw new HttpError("unreachable"); // a portal that welcomes to its network, say
  }
};

/** What no node has written comes from something between. */
const errorOf = async (method: string, status: number, body: Blob): Promise<HttpError> => {
  try {
    const { error, limit, retry_ms } = refused(fields(JSON.parse(await body.text())));
    return new HttpError(error as ParleyError["code"], limit, retry_ms);
  } catch {
    const isMissing = status === 404 && method === "HEAD"; // its answers have no body
    return new HttpError(status === 413 ? "too_long" : isMissing ? "no_such_file" : "unreachable");
  }
};
