// All checks of rendered manifests, by name. Each takes the objects of one cluster and returns what it finds, one line each.
import type { KubeObject } from "../objects.ts";
import { images } from "./images.ts";
import { ports } from "./ports.ts";
import { references } from "./references.ts";
import { disruption, resources } from "./resources.ts";
import { restricted } from "./restricted.ts";
import { selectors } from "./selectors.ts";

export const checks: Readonly<Record<string, (objects: readonly KubeObject[]) => string[]>> = {
  disruption,
  images,
  ports,
  references,
  resources,
  restricted,
  selectors,
};
