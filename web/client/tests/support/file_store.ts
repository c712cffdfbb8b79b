// The model's HTTP half: nodes that keep files in one Redis, on virtual time.
import { createHash } from "node:crypto";
import type { Http, HttpRequest } from "../../src/index.js";
import type { VirtualTime } from "./virtual_time.js";

/** Bytes that tell at once what they are; a real Blob takes real time. */
export class Bytes extends Blob {
  constructor(readonly content: string) {
    super([content]);
  }
  override text(): Promise<string> {
    return Promise.resolve(this.content);
  }
  override slice(): this {
    return this;
  }
  override arrayBuffer(): Promise<ArrayBuffer> {
    return Promise.resolve(new ArrayBuffer(this.content.length));
  }
}

export const idOf = (content: string): string =>
  createHash("sha256").update(content).digest("hex").slice(0, 32);

/** How a request is answered instead: not at all, never, or so. */
export type Instead = "cut" | "hang" | { readonly status: number; readonly body: string };

export const error = (status: number, name: string, more: object = {}): Instead => ({
  ...{ status, body: JSON.stringify({ error: name, ...more }) },
});

const roundTrip = 60;

export class FileStore {
  readonly files = new Map<string, Bytes>();
  /** Every request, as `POST node-0`. */
  readonly requests: string[] = [];
  /** How the next ones are answered instead. */
  readonly instead: Instead[] = [];
  /** How long the bytes of each take, besides. */
  slowMs = 0;
  /** The most that were under way at once. */
  most = 0;
  #now = 0;

  constructor(
    private readonly time: VirtualTime,
    private readonly nodes: ReadonlyMap<string, boolean>,
  ) {}

  http(tab: { readonly online: boolean }): Http {
    return (request) =>
      new Promise((resolve, reject) => {
        const [, node = "", id = ""] =
          /\/node\/([^/]+)\/files\/?(.*)$/.exec(new URL(request.url).pathname) ?? [];
        this.requests.push(`${request.method} ${node}`);
        const instead = this.instead.shift();
        const takes = roundTrip + (request.method === "HEAD" ? 0 : this.slowMs);
        this.#now += 1;
        this.most = Math.max(this.most, this.#now);
        request.signal.addEventListener("abort", () => reject(new Error("aborted")));
        if (instead === "hang") return;
        this.time.after(takes / 2, () => request.progress(0.5));
        this.time.after(takes, () => {
          this.#now -= 1;
          if (instead === "cut" || !tab.online || !this.nodes.get(node)) reject(new Error("cut"));
          else if (instead) resolve({ status: instead.status, body: new Bytes(instead.body) });
          else resolve(this.#answer(request, id));
        });
      });
  }

  #answer({ method, body, headers }: HttpRequest, id: string) {
    if (!/^Bearer seat [12]$/.test(headers["authorization"] ?? "")) {
      return { status: 401, body: new Bytes('{"error": "token_invalid"}') };
    }
    if (method === "POST") {
      const { content } = body as Bytes;
      this.files.set(idOf(content), body as Bytes);
      const file = { file: idOf(content), type: "application/octet-stream", size: content.length };
      return { status: 201, body: new Bytes(JSON.stringify(file)) };
    }
    const found = this.files.get(id);
    if (method === "HEAD") return { status: found ? 200 : 404, body: new Bytes("") };
    return found
      ? { status: 200, body: found }
      : { status: 404, body: new Bytes('{"error": "no_such_file"}') };
  }
}
