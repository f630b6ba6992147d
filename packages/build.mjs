/**
 * Builds the package in the current folder into its dist/: plain ESM with types and source maps. npm runs it before it packs.
 * The product and the tests use the sources; dist/ is only for those who install the package.
 */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const typescript = createRequire(import.meta.url).resolve("typescript/package.json");
rmSync("dist", { recursive: true, force: true });
execFileSync(
  process.execPath,
  [path.join(path.dirname(typescript), "bin", "tsc"), "--project", "tsconfig.build.json"],
  { stdio: ["ignore", 2, 2] },
);

// The compiler rewrites the endings of imports in code, and leaves them as they are in declarations.
for (const name of readdirSync("dist").filter((file) => file.endsWith(".d.ts"))) {
  const file = path.join("dist", name);
  writeFileSync(file, readFileSync(file, "utf8").replaceAll(/(from |import\()"(\.[^"]*)\.ts"/g, '$1"$2.js"'));
}
