// The parts of the page that a first visit draws without: fetched as soon as the start is drawn, so that they are there
// when they are needed.
import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Notice } from "./components/notice.tsx";
import type { Missing } from "./model/surroundings.ts";
import { reload } from "./reload.ts";
import { useStrings } from "./strings/strings.ts";

type Parts = typeof import("./later.ts");

const againMs = 3_000;
let parts: Parts | null = null;
let fetching: Promise<Parts> | null = null;
let failures = 0;
const waiting = new Set<Missing>();

/** They are asked for until they are there. While somebody waits for them, the page may be loaded anew for them. */
export function needParts(missing?: Missing): Promise<Parts> {
  if (missing && !parts) {
    waiting.add(missing);
    if (failures > 0) missing();
  }
  fetching ??= fetchParts();
  return fetching;
}

async function fetchParts(): Promise<Parts> {
  for (;;) {
    try {
      parts = await import("./later.ts");
      return parts;
    } catch {
      failures += 1;
    }
    for (const missing of waiting) if (!missing()) waiting.delete(missing);
    if (failures > 1 && waiting.size > 0) void reload();
    await new Promise((resolve) => setTimeout(resolve, againMs));
  }
}

/** Draws the part as soon as it is there, and says so while it can't be had. */
function later<P>(pick: (parts: Parts) => (props: P) => VNode) {
  return function Later(props: P) {
    const [, draw] = useState(parts);
    const [isMissing, setMissing] = useState(false);
    useEffect(() => {
      let isDrawn = true;
      const missing = (): boolean => {
        if (isDrawn) setMissing(true);
        return isDrawn;
      };
      void needParts(missing).then(draw); // also when it came between the drawing and this
      return () => {
        isDrawn = false;
      };
    }, []);
    if (!parts) return isMissing ? <Notice role="alert">{useStrings().later}</Notice> : null;
    const Part = pick(parts);
    return <Part {...(props as P & object)} />;
  };
}

export const LaterScreen = later((all) => all.LaterScreen);
export const RulesSheet = later((all) => all.RulesSheet);
