// The test projects in TypeScript, and where they find the client library. Run by ./dev test, part by part.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const client = fileURLToPath(new URL("../web/client/src/index.ts", import.meta.url));

// All projects but tidy and checker start real processes, and two drive them with the real client library. Files run one after the
// other: on two cores, several systems at once would only measure each other.
const shared = { fileParallelism: false, testTimeout: 60_000, hookTimeout: 60_000, retry: 0 };

export default defineConfig({
  resolve: { alias: { "@parley-chat/client": client } },
  test: {
    projects: [
      { extends: true, test: { ...shared, name: "tidy", include: ["tidy/**/*.test.ts"] } },
      { extends: true, test: { ...shared, name: "checker", include: ["checker/**/*.test.ts"] } },
      { extends: true, test: { ...shared, name: "up", include: ["up/**/*.test.ts"] } },
      { extends: true, test: { ...shared, name: "gateway", include: ["gateway/**/*.test.ts"] } },
      { extends: true, test: { ...shared, name: "manifests", include: ["manifests/*.test.ts"] } },
      {
        extends: true,
        test: { ...shared, name: "processes", include: ["processes/**/*.test.ts"] },
      },
      {
        extends: true,
        test: { ...shared, name: "chaos", include: ["chaos/**/*.test.ts"], testTimeout: 120_000 },
      },
      { extends: true, test: { ...shared, name: "e2e", include: ["e2e/**/*.test.ts"] } },
      {
        extends: true,
        test: { ...shared, name: "containers", include: ["containers/**/*.test.ts"] },
      },
    ],
  },
});
