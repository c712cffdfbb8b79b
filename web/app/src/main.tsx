// The page's entrance: the one place that names the browser; all else gets what it needs handed in.
import type { Parley } from "@parley-chat/client";
import { needParts } from "./later_parts.tsx";
import type { Missing } from "./model/surroundings.ts";
import { type FetchStrings, mount } from "./mount.tsx";
import { fetchStrings, keepStrings } from "./strings/catalogues.ts";
import "./styles/index.css";

const root = document.getElementById("page") ?? document.body;
let worker: Promise<unknown> | undefined;
let spoken = "en";

/** Every language that is spoken is kept for the next visit; that it can't be is no trouble. */
const keepSpoken = (): void => void worker?.then(() => keepStrings(spoken)).catch(() => {});

const fetchSpoken: FetchStrings = async (code) => {
  const strings = await fetchStrings(code);
  spoken = code;
  keepSpoken();
  return strings;
};

async function begin(): Promise<void> {
  // Nothing stands between library and browser, unless the visitor wants to break something.
  const wantsChaos = new URLSearchParams(location.search).has("chaos");
  const chaos = wantsChaos ? await (await import("./chaos/begin.tsx")).beginChaos() : null;
  let parley: Parley | undefined;
  const library = async (missing?: Missing): Promise<Parley> => {
    const { createParley } = await needParts(missing);
    parley ??= createParley(chaos?.options);
    return parley;
  };
  await mount(root, library, fetchSpoken, chaos?.panel);
  // The page is kept for the next visit, also for one without a network.
  if (import.meta.env.PROD) {
    worker = navigator.serviceWorker?.register("/sw.js");
    keepSpoken();
  }
  await library(); // fetched while the visitor reads
}

// No await here: what is fetched later imports from this file, and would wait for it.
begin().catch((error) => {
  root.textContent = "Parley can’t be loaded just now. Please reload the page.";
  throw error;
});
