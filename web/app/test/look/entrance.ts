// The page over the test double, brought into the state that the address names: for looking at, never shipped.
import { mount } from "../../src/mount.tsx";
import "../../src/styles/index.css";
import { fetchStrings } from "../../src/strings/catalogues.ts";
import { FakeParley } from "../fake_client.ts";
import { states } from "./states.ts";

localStorage.setItem(
  "parley.preferences",
  JSON.stringify({ language: "en", interests: ["chess", "night trains"], name: "Quiet Otter" }),
);
const parley = new FakeParley();
const state = states[location.hash.slice(1)] ?? (() => {});
const arrange = state(parley);
if (parley.restored) sessionStorage.setItem("parley.room", "{}"); // as the library does
await mount(document.getElementById("page") ?? document.body, async () => parley, fetchStrings);
// After the page's effects have run, as with the real library.
setTimeout(() => arrange?.(), 50);
