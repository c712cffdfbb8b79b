// A part of the page that arrives just after it was to be drawn is drawn all the same.
import { render } from "preact";
import { afterEach, expect, it, vi } from "vitest";
import { needParts, RulesSheet } from "../src/later_parts.tsx";
import en from "../src/strings/en.json";
import { speak } from "../src/strings/strings.ts";

const root = document.createElement("div");
afterEach(() => {
  render(null, root);
  vi.useRealTimers();
});

it("is drawn when it came between the first drawing and what follows that", async () => {
  speak(en, "en");
  vi.useFakeTimers();
  render(<RulesSheet onClose={() => {}} />, root);
  expect(root.textContent).toBe("");
  await needParts(); // effects have not run yet: their timers stand still
  await vi.runAllTimersAsync();
  expect(root.textContent).toContain(en.rules.title);
});
