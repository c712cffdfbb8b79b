// A test double of an upload: it goes up when the test says so.
import { ParleyError, type Sent, type Upload } from "@parley-chat/client";

export class FakeUpload implements Upload {
  readonly ok = true;
  cancelled = false;
  private resolve: (sent: Sent) => void = () => {};
  private reject: (error: ParleyError) => void = () => {};
  readonly sent = new Promise<Sent>((resolve, reject) => {
    this.resolve = resolve;
    this.reject = reject;
  });
  constructor(
    readonly progress: (fraction: number) => void,
    private readonly say: () => Sent,
  ) {}
  cancel(): void {
    this.cancelled = true;
    this.fail("cancelled");
  }
  done(): void {
    this.resolve(this.say());
  }
  fail(code: ParleyError["code"]): void {
    this.reject(new ParleyError(code, null, code === "too_long" ? 3 * 2 ** 20 : null));
  }
}
