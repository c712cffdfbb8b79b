// What in the page's address is no room's key, and when it names the room that one is in.

/** The rules, over whatever there is. */
export const rulesHash = "#rules";

/** The same room to the services. */
export const isSameRoom = (one: string, other: string): boolean => folded(one) === folded(other);

const folded = (name: string): string =>
  name
    .trim()
    .normalize()
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase());
