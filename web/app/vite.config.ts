// How the page is built and tested: Preact by the compiler's own JSX, the client library from its sources.
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const client = fileURLToPath(new URL("../client/src/index.ts", import.meta.url));

export default defineConfig({
  resolve: { alias: { "@parley-chat/client": client } },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  plugins: [plainImports(), shellOf()],
  build: {
    target: "es2022",
    assetsInlineLimit: 0, // the gateway's CSP allows no data: scripts, styles or fonts
    modulePreload: false,
    rolldownOptions: {
      preserveEntrySignatures: false, // what is fetched later takes what it shares from the entry
      input: { page: "index.html", sw: "worker/sw.ts" },
      output: {
        entryFileNames: ({ name }) => (name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
      },
    },
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

/** `import()` as the browser has it: without Vite's helper, which would only preload what is preloaded by nobody here. */
function plainImports(): Plugin {
  return {
    name: "parley:plain-imports",
    enforce: "pre",
    load: (id) =>
      id.includes("vite/preload-helper") ? "export const __vitePreload = (load) => load();" : null,
  };
}

/** Tells the service worker which files are the shell: all that is built but itself and the words of the languages. */
function shellOf(): Plugin {
  return {
    name: "parley:shell",
    enforce: "post",
    generateBundle(_, bundle) {
      const worker = bundle["sw.js"];
      if (worker?.type !== "chunk") return;
      const files = Object.keys(bundle).filter(
        (name) => /\.(js|css)$/.test(name) && name !== "sw.js",
      );
      const shell = JSON.stringify(["/", ...files.map((name) => `/${name}`)]);
      worker.code = worker.code.replace(/["'`]__SHELL__["'`]/, () => JSON.stringify(shell));
    },
  };
}

/** `vite dev` borrows the services of a running `./dev up`. */
function gateway(): string {
  return process.env["PARLEY_GATEWAY"] ?? "http://127.0.0.1:8080";
}
