// The Dockerfiles: nothing for dockerfilelint to say, one builder for all C++ images, and no image that runs as root.
import { run } from "dockerfilelint";
import { expect, test } from "vitest";
import { filesMatching, read } from "./files.ts";

const all = filesMatching(/(^|\/)Dockerfile$/);
const ours = all.filter((path) => !path.startsWith("tests/"));
const ofCpp = ours.filter((path) => read(path).includes("cmake"));

// From the comment before a stage to the next one.
function builder(path: string): string {
  return read(path).match(/^# The builder of all C\+\+ images(.|\n)*?(?=\n\n)/m)?.[0] ?? path;
}

test.each(all)("%s has nothing for dockerfilelint to say", (path) => {
  expect(run(".", read(path))).toEqual([]);
});

test("the C++ images share their builder, so that it is built once", () => {
  expect(ofCpp).toEqual(["chaos/Dockerfile", "chat-node/Dockerfile", "matchmaker/Dockerfile"]);
  expect(new Set(ofCpp.map(builder)).size).toBe(1);
});

test.each(ours)("%s makes an image of nobody's that says what it is", (path) => {
  const last =
    read(path)
      .split(/^FROM /m)
      .at(-1) ?? "";
  expect(last).toMatch(/^debian:bookworm-slim\n/);
  expect(last).toMatch(/^USER 10001:10001$/m);
  expect(last).toMatch(/^ENTRYPOINT \["/m);
  for (const label of ["title", "description", "source", "licenses", "version", "revision"]) {
    expect(last).toContain(`org.opencontainers.image.${label}=`);
  }
});
