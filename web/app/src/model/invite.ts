// The address of a named room, `?room=<name>#<key>`: what follows # is never sent to a server.
import { isSameRoom, rulesHash } from "./address.ts";
import type { Keep } from "./preferences.ts";

export interface Invite {
  readonly room: string;
  /** Empty when there is none. */
  readonly key: string;
}

type Address = Pick<Location, "search" | "hash">;

export function inviteIn({ search, hash }: Address): Invite {
  const key = hash === rulesHash ? "" : decoded(hash.slice(1));
  return { room: new URLSearchParams(search).get("room") ?? "", key };
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

const kept = "parley.invite";

/** The address may be another room's for a while: the tab knows the key of the one that one is in. */
export function keepInvite(keep: Keep, { room, key }: Invite): void {
  try {
    keep.setItem(kept, JSON.stringify([room, key]));
  } catch {} // then only the address has it
}

/** Of a room by its name: from the address as long as it is that room's, else from the tab. Empty: none, or not known. */
export function keyOf(keep: Keep, name: string, address: Address): string {
  const { room, key } = inviteIn(address);
  if (isSameRoom(room, name)) return key;
  try {
    const [of, known] = JSON.parse(keep.getItem(kept) ?? "[]");
    return isSameRoom(String(of), name) ? String(known) : "";
  } catch {
    return "";
  }
}

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
