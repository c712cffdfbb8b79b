// The focus that goes away with what had it finds a home; the one that was given up stays given up.
import { expect, it, vi } from "vitest";
import { keepFocus } from "../src/focus.ts";

it("gives back the focus that was lost, and none that nobody lost", async () => {
  const root = document.createElement("div");
  root.innerHTML = "<h1 tabindex='-1'>home</h1><button>a</button><button>b</button>";
  document.body.replaceChildren(root);
  keepFocus(root);
  const [a, b] = [...root.querySelectorAll("button")];
  a?.focus();
  a?.blur(); // as a press beside it does
  await Promise.resolve();
  a?.remove();
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(document.activeElement).toBe(document.body);
  b?.focus();
  b?.remove();
  await vi.waitFor(() => expect(document.activeElement?.textContent).toBe("home"));
});
