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

export async function fetchParts(): Promise<Parts> {
  parts ??= await import("./later.ts");
  return parts;
}

/** Draws the part as soon as it is there; while it can't be had it says so, and tries again. */
function later<P>(pick: (parts: Parts) => (props: P) => VNode) {
  return function Later(props: P) {
    const [, draw] = useState(parts);
    const [failures, setFailures] = useState(0);
    useEffect(() => {
      if (parts) return draw(parts); // also when it came between the drawing and this
      let timer = 0;
      if (failures > 1) void reload();
      fetchParts().then(draw, () => {
        timer = window.setTimeout(() => setFailures(failures + 1), againMs);
      });
      return () => clearTimeout(timer);
    }, [failures]);
    if (!parts) return failures > 0 ? <Notice role="alert">{useStrings().later}</Notice> : null;
    const Part = pick(parts);
    return <Part {...(props as P & object)} />;
  };
}

export const LaterScreen = later((all) => all.LaterScreen);
export const RulesSheet = later((all) => all.RulesSheet);
