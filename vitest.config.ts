import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "");
// What others install is tested from its source: only packages/testing looks at what is built of it.
const alias = [
  { find: /^@\//, replacement: `${root}/` },
  { find: /^@signalbox\/sdk$/, replacement: `${root}/packages/sdk/client.ts` },
  { find: /^@signalbox\/sdk\/(.+)$/, replacement: `${root}/packages/sdk/$1.ts` },
];
const everywhere = ["**/node_modules/**", "**/dist/**", "**/.next/**", ".data/**", "e2e/**", "prisma/generated/**"];

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["**/*.test.ts", "**/*.test.tsx"],
          exclude: [...everywhere, "**/*.{int,contract}.test.ts"],
          environment: "node",
          // Properties try hundreds of values: a machine may be slow.
          testTimeout: 30_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "integration",
          include: ["**/*.int.test.ts"],
          exclude: everywhere,
          environment: "node",
          globalSetup: ["scripts/vitest/database-server.ts"],
          setupFiles: ["scripts/vitest/own-database.ts"],
          pool: "forks",
          // A machine may be slow; only what never comes is a failure.
          expect: { poll: { timeout: 15_000, interval: 50 } },
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        // Holds the OpenAPI document to what the tests before it were answered.
        test: { name: "contract", include: ["**/*.contract.test.ts"], exclude: everywhere, environment: "node" },
      },
    ],
  },
});
