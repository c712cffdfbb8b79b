// HTTP of a visitor of a test, routed as the gateway would.
import type { Http } from "@parley-chat/client";
import type { System } from "./system.ts";

export const routedHttp =
  (system: System): Http =>
  async ({ url, progress, ...init }) => {
    const [, node = "", path = ""] =
      /\/node\/([^/]+)(\/files.*)$/.exec(new URL(url).pathname) ?? [];
    const response = await fetch(system.httpUrl(node, path), init);
    progress(1);
    return { status: response.status, body: await response.blob() };
  };
