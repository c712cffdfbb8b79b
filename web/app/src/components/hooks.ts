// Small hooks that several screens use: a running clock, and focus on what has just appeared.
import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

const pageClock = (): number => performance.timeOrigin + performance.now();

/** The time, anew each second while `running`. */
export function useNow(running: boolean): number {
  const [now, setNow] = useState(pageClock);
  useEffect(() => {
    if (!running) return;
    setNow(pageClock());
    const timer = setInterval(() => setNow(pageClock()), 1000);
    return () => clearInterval(timer);
  }, [running]);
  return now;
}

let drawn = false;

/**
 * Gives focus to a screen's heading when the screen replaces another one, so that keyboard and screen reader go on
 * from there. Not on the first drawing: a page that has just loaded starts at its beginning.
 */
export function useFocusOnArrival<E extends HTMLElement>(): RefObject<E | null> {
  const ref = useRef<E>(null);
  useEffect(() => {
    if (drawn) ref.current?.focus({ preventScroll: true });
    drawn = true;
  }, []);
  return ref;
}

/** The direction of a field: that of its text, and of the page while there is none, for what stands there instead. */
export const dirOf = (text: string): "auto" | undefined => (text === "" ? undefined : "auto");

/** Typed on glass: a keyboard would cover half the page, and its Enter is for new lines. */
export const isTouch = (): boolean => window.matchMedia?.("(pointer: coarse)").matches ?? false;

/** Whether somebody can see the tab. */
export function useVisible(): boolean {
  const [visible, setVisible] = useState(!document.hidden);
  useEffect(() => {
    const look = () => setVisible(!document.hidden);
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);
  return visible;
}
