// A part of the page that is not to be had: asked for again, and then with a page that has forgotten the failure.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import en from "../src/strings/en.json";

vi.mock("../src/later.ts", () => {
  throw new Error("not to be had");
});

const reload = vi.fn();
let fetched: Response | Error;
const root = document.createElement("div");

beforeEach(async () => {
  sessionStorage.clear();
  vi.resetModules(); // as a page that was just loaded
  vi.useFakeTimers();
  (await import("../src/strings/strings.ts")).speak(en, "en");
  fetched = new Response(null);
  vi.spyOn(location, "reload").mockImplementation(reload.mockReset());
  vi.stubGlobal("fetch", async () => {
    if (fetched instanceof Error) throw fetched;
    return fetched;
  });
});
afterEach(() => {
  render(null, root);
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const after = (ms: number) => act(async () => void (await vi.advanceTimersByTimeAsync(ms)));
const open = async () => {
  const { RulesSheet } = await import("../src/later_parts.tsx");
  await act(() => render(<RulesSheet onClose={() => {}} />, root));
  await after(0);
};

it("loads the page anew after the second failure, and seldom", async () => {
  await open();
  await after(2_900);
  expect(root.textContent).toContain("Trying again");
  expect(reload).not.toHaveBeenCalled();
  await vi.waitFor(() => expect(reload).toHaveBeenCalledTimes(1), { timeout: 9_000 });
  await after(9_000);
  expect(reload).toHaveBeenCalledTimes(1);
  await after(30_000);
  expect(reload).toHaveBeenCalledTimes(2);
});

it("leaves the page as it is while there is no network", async () => {
  fetched = new TypeError("no network");
  await open();
  await after(20_000);
  expect(reload).not.toHaveBeenCalled();
  fetched = new Response(null);
  await after(4_000);
  expect(reload).toHaveBeenCalledTimes(1);
});

it("leaves the page as it is while nobody waits for the part, and once it was closed", async () => {
  const { needParts } = await import("../src/later_parts.tsx");
  void needParts();
  await after(20_000);
  await open();
  render(null, root);
  await after(20_000);
  expect(reload).not.toHaveBeenCalled();
});

it("says so to who comes back to a conversation, which can't be drawn without", async () => {
  sessionStorage.setItem("parley.room", "{}");
  const { mount } = await import("../src/mount.tsx");
  const { needParts } = await import("../src/later_parts.tsx");
  void mount(
    root,
    async () => needParts() as never,
    async () => en,
  );
  await after(0);
  expect(root.querySelector("[role=alert]")?.textContent).toContain("couldn’t be loaded yet");
});
