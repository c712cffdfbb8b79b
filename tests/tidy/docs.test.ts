// The documentation holds together: what a page links to exists.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { filesMatching, read, root } from "./files.ts";

// The anchors that GitHub makes of a page's headings.
function anchors(path: string): Set<string> {
  const headings = read(path)
    .replace(/^```[\s\S]*?^```/gm, "")
    .matchAll(/^#+ +(.+)$/gm);
  const slug = (heading: string) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replace(/ /g, "-");
  return new Set([...headings].map((match) => slug(match[1] ?? "")));
}

test.each(filesMatching(/\.md$/))("every link of %s leads somewhere", (page) => {
  const prose = read(page)
    .replace(/^```[\s\S]*?^```/gm, "")
    .replace(/`[^`\n]*`/g, "");
  const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? "");
  const broken = links.filter((link) => {
    if (/^(https?|mailto):/.test(link)) return false;
    const [path, anchor] = link.split("#");
    const target = path ? join(dirname(page), path) : page;
    if (!existsSync(join(root, target))) return true;
    return anchor !== undefined && target.endsWith(".md") && !anchors(target).has(anchor);
  });
  expect(broken).toEqual([]);
});
