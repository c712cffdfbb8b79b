// The parts of the page that a first visit draws without: fetched as soon as the start is drawn, so that they are there
// when they are needed.
import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Notice } from "./components/notice.tsx";
import { reload } from "./reload.ts";
import { useStrings } from "./strings/strings.ts";

type Parts = typeof import("./later.ts");

const againMs = 3_000;
let parts: Parts | null = null;

async function fetchParts(): Promise<Parts> {
  parts ??= await import("./later.ts");
  return parts;
}

/** They are asked for until they are there; each time that they can't be had is told. */
export async function needParts(missing = () => {}): Promise<Parts> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await fetchParts();
    } catch {
      missing();
    }
    if (failures > 1) void reload();
    await new Promise((resolve) => setTimeout(resolve, againMs));
  }
}

/** Draws the part as soon as it is there, and says so while it can't be had. */
function later<P>(pick: (parts: Parts) => (props: P) => VNode) {
  return function Later(props: P) {
    const [, draw] = useState(parts);
    const [isMissing, setMissing] = useState(false);
    useEffect(() => {
      // Also when it came between the drawing and this.
      void needParts(() => setMissing(true)).then(draw);
    }, []);
    if (!parts) return isMissing ? <Notice role="alert">{useStrings().later}</Notice> : null;
    const Part = pick(parts);
    return <Part {...(props as P & object)} />;
  };
}

export const LaterScreen = later((all) => all.LaterScreen);
export const RulesSheet = later((all) => all.RulesSheet);
