// What the services take at most (docs/protocol.md section 7), and how characters are counted there.
export const textLimit = 4000;
export const nameLimit = 40;
export const roomLimit = 60;
export const interestLimit = 30;
export const interestsLimit = 8;
export const reportLimit = 1000;
export const fileLimit = 5 * 2 ** 20;
export const pictureLimit = 2 * 2 ** 20;
export const fileNameLimit = 100;

/** Unicode code points: an emoji counts as it does at the service, not as JavaScript's two. */
export function codePoints(text: string): number {
  let n = 0;
  for (const _ of text) n += 1;
  return n;
}
