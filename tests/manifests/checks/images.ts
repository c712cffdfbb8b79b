// Images: ours are those that the workflow pushes, others have a version that stays what it is.
import { containersOf, type KubeObject, podsOf } from "../objects.ts";

export const ours = ["parley-matchmaker", "parley-chat-node", "parley-web", "parley-chaos"];

export function images(objects: readonly KubeObject[]): string[] {
  return podsOf(objects).flatMap((pods) =>
    containersOf(pods).flatMap(({ image = "" }) => {
      const wrong = mistake(image);
      return wrong ? [`${pods.name}: ${image}: ${wrong}`] : [];
    }),
  );
}

function mistake(image: string): string | undefined {
  const [, name = "", tag] = /^(.*?)(?::([^:/]+))?$/.exec(image) ?? [];
  const [, own] = /^ghcr\.io\/parley-chat\/(.*)$/.exec(name) ?? [];
  if (own !== undefined) return ours.includes(own) ? undefined : "no workflow pushes it";
  if (/^parley\/(matchmaker|chat-node|web|chaos)$/.test(name)) return undefined; // built on this machine
  if (!/^[a-z.0-9]+\.[a-z]+\//.test(name)) return "names no registry";
  return tag === undefined || tag === "latest" ? "has no version" : undefined;
}
