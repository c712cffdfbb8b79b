// How the page is built and tested: Preact by the compiler's own JSX, the client library from its sources.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const client = fileURLToPath(new URL("../client/src/index.ts", import.meta.url));

export default defineConfig({
  resolve: { alias: { "@parley-chat/client": client } },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    target: "es2022",
    assetsInlineLimit: 0, // the gateway's CSP allows no data: scripts, styles or fonts
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: {
      "/match": { target: gateway(), ws: true },
      "/node": { target: gateway(), ws: true },
      "/api": gateway(),
    },
  },
  test: { environment: "happy-dom", include: ["test/**/*.test.{ts,tsx}"] },
});

/** `vite dev` borrows the services of a running `./dev up`. */
function gateway(): string {
  return process.env["PARLEY_GATEWAY"] ?? "http://127.0.0.1:8080";
}
