// Keeps the focus on the page: when what had it goes away, it would fall to nowhere, and keyboard and screen reader with it.
import { isTouch } from "./components/hooks.ts";

/** Where it goes instead, the first that is there. On a phone not the box: the keyboard would hide half the page. */
const homes = (): readonly string[] => [
  "dialog[open] h2",
  ...(isTouch() ? [] : ["textarea"]),
  ".ended h2",
  "h1",
];

export function keepFocus(root: HTMLElement): void {
  let last: Element | null = null;
  root.addEventListener("focusin", ({ target }) => {
    last = target as Element;
  });
  // Who leaves something that stays has not lost the focus. Only after this: Chromium also says so of what goes away.
  root.addEventListener("focusout", ({ target }) =>
    queueMicrotask(() => {
      if (target === last && last?.isConnected && last !== document.activeElement) last = null;
    }),
  );
  const look = (): void => {
    const { activeElement, body } = document;
    if (!last || last.isConnected || (activeElement && activeElement !== body)) return;
    last = null;
    for (const home of homes()) {
      const element = root.querySelector<HTMLElement>(home);
      if (element) return element.focus({ preventScroll: true });
    }
  };
  new MutationObserver(look).observe(root, { childList: true, subtree: true });
}
