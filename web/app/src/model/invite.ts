// The address of a named room, `?room=<name>#<key>`: what follows # is never sent to a server.
export interface Invite {
  readonly room: string;
  /** Empty when there is none. */
  readonly key: string;
}

type Address = Pick<Location, "search" | "hash">;

export function inviteIn({ search, hash }: Address): Invite {
  return { room: new URLSearchParams(search).get("room") ?? "", key: decoded(hash.slice(1)) };
}

/** What else is in the query stays. Empty names take the room out of it. */
export function inviteAddress({ room, key }: Invite, search: string): string {
  const query = new URLSearchParams(search);
  query.delete("room");
  if (room) query.set("room", room);
  return `?${query}${key && "#"}${encoded(key)}`.replace(/^\?$/, "/");
}

/** The address bar holds the invite, so that a reload and a copy of it do too. */
export const showInvite = (invite: Invite): void =>
  history.replaceState(history.state, "", inviteAddress(invite, location.search));

export const hideInvite = (): void => showInvite({ room: "", key: "" });

/** All but letters and digits, also what ends an address in many a messenger; and never `#rules`, which is a page. */
const encoded = (key: string): string =>
  encodeURIComponent(key)
    .replace(/[!'()*~._-]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)
    .replace(/^rules$/, "%72ules");

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a % that stands for itself
  }
}
