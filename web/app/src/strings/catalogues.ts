// Where the catalogues are: each a file of its own, so that a visitor fetches one language and no other.
import ar from "./ar.json?url";
import de from "./de.json?url";
import en from "./en.json?url";
import es from "./es.json?url";
import fr from "./fr.json?url";
import pt from "./pt.json?url";
import type { Strings } from "./strings.ts";

const addresses: Readonly<Record<string, string>> = { ar, de, en, es, fr, pt };

const addressOf = (code: string): string => addresses[code] ?? en;

export async function fetchStrings(code: string): Promise<Strings> {
  const response = await fetch(addressOf(code));
  if (!response.ok) throw new Error(`no words: ${response.status}`);
  return response.json();
}

/** Keeps the words that are spoken for a visit without a network, and those only; the browser has just fetched them. */
export async function keepStrings(code: string): Promise<void> {
  const cache = await caches.open("parley-words");
  await cache.add(addressOf(code));
  for (const { url } of await cache.keys())
    if (!url.endsWith(addressOf(code))) await cache.delete(url);
}
