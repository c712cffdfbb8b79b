// One file for `npx`: the client library is built in from its sources, `ws` is a dependency.
import { fileURLToPath } from "node:url";

const client = fileURLToPath(new URL("../client/src/index.ts", import.meta.url));

export default {
  input: "src/main.ts",
  platform: "node",
  external: ["ws"],
  resolve: { alias: { "@parley-chat/client": client } },
  output: { file: "dist/main.js", format: "es", banner: "#!/usr/bin/env node" },
};
