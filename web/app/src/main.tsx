// The page's entrance: the one place that names the browser; all else gets what it needs handed in.
import { createParley } from "@parley-chat/client";
import { beginChaos } from "./chaos/begin.tsx";
import { mount } from "./mount.tsx";
import { fetchStrings, keepStrings } from "./strings/catalogues.ts";
import "./styles/index.css";

const root = document.getElementById("page") ?? document.body;

/** Nothing stands between library and browser, unless the visitor wants to break something. */
const chaos = new URLSearchParams(location.search).has("chaos") ? beginChaos() : null;

try {
  await mount(root, createParley(chaos?.options), fetchStrings, chaos?.panel);
} catch (error) {
  root.textContent = "Parley can’t be loaded just now. Please reload the page.";
  throw error;
}
// The page is kept for the next visit, also for one without a network; not being able to is no trouble.
if (import.meta.env.PROD) {
  const kept = navigator.serviceWorker?.register("/sw.js");
  kept?.then(() => keepStrings(document.documentElement.lang)).catch(() => {});
}
