// Loads the page anew when a part of it was not to be had: some browsers remember that for as long as the page lives.
const key = "parley.reloaded";
const seldomMs = 30_000;

/** Only where the visitor loses nothing: the tab keeps what it was doing, and the page is to be had. */
export async function reload(): Promise<void> {
  try {
    if (Date.now() - Number(sessionStorage.getItem(key)) < seldomMs) return;
    if (!(await fetch("/", { method: "HEAD", cache: "no-store" })).ok) return;
    sessionStorage.setItem(key, `${Date.now()}`);
    location.reload();
  } catch {
    // no network, or no storage: it goes on as it is, and the part is asked for again
  }
}
