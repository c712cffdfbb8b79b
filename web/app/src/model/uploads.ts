// What is on its way up to the services, before it is a message: one after the other, in the order in which it was given.
import { ParleyError, type Talk } from "@parley-chat/client";
import { fileLimit } from "./limits.ts";

export interface UploadView {
  readonly id: number;
  readonly name: string;
  /** From 0 to 1. */
  readonly progress: number;
  /** Why it came to nothing, by its name; empty while it is under way. */
  readonly failed: string;
  /** How many bytes there may be, where that is why. */
  readonly limit: number;
}

/** What can go as it is, in memory; with the two sides if it is a picture. */
export interface Ready {
  readonly blob: Blob;
  readonly name: string;
  readonly sides: { readonly width: number; readonly height: number } | null;
}

/** Makes a chosen file ready, or tells by its name why it can't be sent. */
export type Prepare = (file: File) => Promise<Ready | string>;

/** SVG is a program that draws: it goes as a file. */
export const isCalledPicture = ({ type }: Blob): boolean =>
  type.startsWith("image/") && !type.startsWith("image/svg");

/** What can be seen of a file at once; empty when nothing speaks against it. A picture is made smaller first. */
function refusalOf(file: File): string {
  if (file.size === 0) return "empty";
  return file.size > fileLimit && !isCalledPicture(file) ? "too_long" : "";
}

export class Uploads {
  private list_: readonly UploadView[] = [];
  private readonly cancels_ = new Map<number, () => void>();
  private turn_: Promise<void> = Promise.resolve();
  private last_ = 0;

  constructor(
    private readonly talk: Talk,
    private readonly prepare: Prepare,
    private readonly changed: () => void,
  ) {}

  get list(): readonly UploadView[] {
    return this.list_;
  }

  add(files: readonly File[]): void {
    for (const file of files) {
      this.last_ += 1;
      const id = this.last_;
      const failed = refusalOf(file);
      this.list_ = [...this.list_, { id, name: file.name, progress: 0, failed, limit: fileLimit }];
      if (!failed) this.turn_ = this.turn_.then(() => this.carry(id, file));
    }
    this.changed();
  }

  /** Also puts away one that has failed. */
  cancel(id: number): void {
    this.list_ = this.list_.filter((upload) => upload.id !== id);
    this.cancels_.get(id)?.();
    this.changed();
  }

  private async carry(id: number, file: File): Promise<void> {
    const failure = await this.send(id, file).catch((error: unknown) =>
      error instanceof ParleyError
        ? { failed: error.code, limit: error.limit ?? fileLimit }
        : "unreadable",
    );
    this.cancels_.delete(id);
    if (failure === "") this.cancel(id);
    else this.change(id, typeof failure === "string" ? { failed: failure } : failure);
  }

  /** Why not; empty when it has become a message. */
  private async send(id: number, file: File): Promise<string> {
    const isGone = (): boolean => !this.list_.some((upload) => upload.id === id);
    if (isGone()) return "";
    const ready = await this.prepare(file);
    if (isGone()) return "";
    if (typeof ready === "string") return ready;
    const { blob, name, sides } = ready;
    const onProgress = (progress: number): void => this.change(id, { progress });
    const upload = sides
      ? this.talk.sendImage(blob, { ...sides, onProgress })
      : this.talk.sendFile(blob, { name, onProgress });
    if (!upload.ok) return upload.error;
    this.cancels_.set(id, () => upload.cancel());
    await upload.sent;
    return "";
  }

  private change(id: number, change: Partial<UploadView>): void {
    this.list_ = this.list_.map((upload) => (upload.id === id ? { ...upload, ...change } : upload));
    this.changed();
  }
}
