// A part of the page that is not to be had: asked for again, and then with a page that has forgotten the failure.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { RulesSheet } from "../src/later_parts.tsx";
import en from "../src/strings/en.json";
import { speak } from "../src/strings/strings.ts";

vi.mock("../src/later.ts", () => {
  throw new Error("not to be had");
});

const reload = vi.fn();
let fetched: Response | Error;
const root = document.createElement("div");

beforeEach(() => {
  sessionStorage.clear();
  vi.useFakeTimers();
  speak(en, "en");
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
