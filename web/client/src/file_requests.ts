// Requests for the bytes of images and files, to the node that the room has: none is waited for without end, and what
// failed goes again while its trouble may pass.
import type { HttpRequest } from "./injected.js";
import { Backoff } from "./machine/backoff.js";
import type { Conversation } from "./machine/conversation.js";
import type { Runtime } from "./runtime.js";
import { ParleyError } from "./types.js";
import { isPassing } from "./wire/errors.js";
import { count, fields, maybe, shape, text, word } from "./wire/shape.js";

/** Without a sign of life for so long a request is dead; where none is to be had, it is as slow as so many bytes a ms. */
const patience = 60_000;
const slowest = 10;
/** A look moves no bytes. */
const patienceToLook = 10_000;
/** Between tries, where the service names no pause. */
export const usualPause = 1_000;

const uploaded = shape({ file: word });
const refused = shape({ error: text, retry_ms: maybe(count), limit: maybe(count) });

type Code = ParleyError["code"];

export class HttpError extends ParleyError {
  constructor(
    code: Code,
    limit?: number,
    readonly retryMs = usualPause,
  ) {
    super(code, null, limit ?? null);
  }
}

interface Persistence {
  readonly signal?: AbortSignal | undefined;
  readonly tries?: number;
  readonly mayPass?: (code: Code) => boolean;
  /** It goes again. */
  readonly failed?: (code: Code) => void;
}

export class FileRequests {
  constructor(
    private readonly runtime: Runtime,
    private readonly conversation: Conversation,
  ) {}

  /** The id that the service knows it by. */
  async post(body: Blob, signal: AbortSignal, told?: (fraction: number) => void): Promise<string> {
    const answer = await this.ask("POST", "", signal, body, told);
    try {
      return uploaded(JSON.parse(await answer.text())).file;
    } catch {
      throw new HttpError("unreachable"); // a portal that welcomes to its network, say
    }
  }

  async ask(
    method: HttpRequest["method"],
    path: string,
    signal?: AbortSignal,
    body: Blob | null = null,
    told: (fraction: number) => void = () => {},
  ): Promise<Blob> {
    const { http, clock, url } = this.runtime.surroundings;
    const off = new AbortController();
    const stop = () => off.abort();
    const first = method === "HEAD" ? patienceToLook : patience;
    let cancel = clock.after(first + (body?.size ?? 0) / slowest, stop);
    const progress = (fraction: number) => {
      cancel();
      cancel = clock.after(patience, stop);
      if (body) told(fraction);
    };
    signal?.addEventListener("abort", stop);
    told(0);
    try {
      signal?.throwIfAborted();
      const node = encodeURIComponent(this.conversation.route.node);
      const answer = await http({
        ...{ method, body, progress, signal: off.signal },
        url: `${url.replace(/^ws/, "http")}/node/${node}/files${path}`,
        headers: { authorization: `Bearer ${this.conversation.room.record.token}` },
      });
      if (answer.status < 300) return answer.body;
      throw await errorOf(method, answer.status, answer.body);
    } catch (error) {
      if (error instanceof HttpError) throw error;
      throw new HttpError((await isReadable(body)) ? "unreachable" : "unreadable");
    } finally {
      cancel();
      signal?.removeEventListener("abort", stop);
    }
  }

  /** Again while the trouble may pass, to the node that the room has by then. */
  async persist<T>(
    ask: () => Promise<T>,
    {
      signal,
      tries = Number.POSITIVE_INFINITY,
      mayPass = isPassing,
      failed = () => {},
    }: Persistence,
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
        failed(error.code);
        await this.pause(pause, signal);
      }
    }
  }

  pause(ms: number, signal?: AbortSignal): Promise<void> {
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

/** A file that was moved or written to after it was chosen cannot be read any more. */
const isReadable = async (body: Blob | null): Promise<boolean> => {
  try {
    await body?.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
};

/** The answers to `HEAD` have no body. */
const bare: Readonly<Record<number, Code>> = { 404: "no_such_file", 410: "room_ended" };

/** What no node has written comes from something between. */
const errorOf = async (method: string, status: number, body: Blob): Promise<HttpError> => {
  try {
    const { error, limit, retry_ms } = refused(fields(JSON.parse(await body.text())));
    return new HttpError(error as Code, limit, retry_ms);
  } catch {
    const code = method === "HEAD" ? bare[status] : status === 413 && "too_long";
    return new HttpError(code || "unreachable");
  }
};
