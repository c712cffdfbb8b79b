// What counts as new in a transcript whose oldest items go away.
import { expect, it } from "vitest";
import { itemsAfter, lastKey } from "../src/model/news.ts";
import { aMessage } from "./a_message.ts";

const said = (...seqs: number[]) => seqs.map((seq) => aMessage({ seq, key: `2:${seq}` }));
const seqs = (items: readonly { seq: number }[]) => items.map(({ seq }) => seq);

it("is all that follows the last one known, also when the transcript is no longer than it was", () => {
  expect(seqs(itemsAfter(said(1, 2, 3, 4), lastKey(said(1, 2))))).toEqual([3, 4]);
  expect(seqs(itemsAfter(said(2, 3, 4), lastKey(said(1, 2, 3))))).toEqual([4]);
});

it("is everything when there was nothing, and nothing when the last one known is gone", () => {
  expect(seqs(itemsAfter(said(1, 2), lastKey([])))).toEqual([1, 2]);
  expect(itemsAfter(said(7, 8), "2:3")).toEqual([]);
});
