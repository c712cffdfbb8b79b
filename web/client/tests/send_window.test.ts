// Which messages may go out: a window ahead of the answers, narrower after a refusal, and whose refusals still count.
import { describe, expect, it } from "vitest";
import { SendWindow } from "../src/machine/window.js";

describe("SendWindow", () => {
  it("keeps at most 64 under way", () => {
    const window = new SendWindow();
    window.restart(5);
    expect(window.take(200, 0)).toEqual(Array.from({ length: 64 }, (_, i) => i + 6));
    window.stored(7);
    expect(window.take(200, 0)).toEqual([70, 71]);
  });

  it("pauses after a refusal, then sends one by one, and wider with each window taken", () => {
    const window = new SendWindow();
    window.take(200, 0);
    expect(window.refused(4, 1_000, window.round, 0)).toBe(true);
    window.stored(3); // sent before: says nothing of how much the room takes now
    expect(window.take(200, 999)).toEqual([]);
    expect(window.deadline(200)).toBe(1_000);
    const sizes: number[] = [];
    for (let i = 0; i < 4; i += 1) {
      const seqs = window.take(200, 1_000);
      sizes.push(seqs.length);
      for (const seq of seqs) window.stored(seq);
    }
    expect(sizes).toEqual([1, 2, 3, 4]);
  });

  it("passes over refusals of what has been sent again since", () => {
    const window = new SendWindow();
    window.take(10, 0);
    window.stored(2);
    const before = window.round;
    window.refused(3, 1_000, before, 0);
    window.gap(4, 3, before);
    expect(window.refused(5, 9_000, before, 0)).toBe(false);
    expect(window.take(10, 1_000)).toEqual([3]);
  });

  it("takes a refusal that comes after the one of a later message", () => {
    const window = new SendWindow();
    window.take(10, 0);
    window.stored(3);
    const before = window.round;
    window.refused(5, 1_000, before, 0); // at once; the fourth was taken, and then the log is full
    expect(window.refused(4, 2_000, before, 0)).toBe(true);
    expect(window.take(10, 2_000)).toEqual([4]);
  });

  it("gets on with a room that claims to want more than was sent", () => {
    const window = new SendWindow();
    window.take(10, 0);
    window.gap(10, 1_000, window.round);
    expect(window.take(11, 0)).toEqual([11]);
  });
});
