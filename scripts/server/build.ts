import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makePrivateFolder, repositoryRoot } from "../paths";
import { generateClient } from "../prisma/generate";
import { ending, spawnNode } from "./child";
import { compressFolder } from "./compress";
import { holdFolder } from "./lock";

/** Everything that a build is made from. */
export const sources = [
  "app",
  "components",
  "lib",
  "packages",
  "public",
  "prisma/schema",
  "css.d.ts",
  "instrumentation.ts",
  "next.config.js",
  "package-lock.json",
  "package.json",
  "postcss.config.js",
  "proxy.ts",
  "tsconfig.json",
];

const buildFolder = join(repositoryRoot, ".next");
const stamp = join(buildFolder, "signalbox-sources");

/**
 * Makes the production build, unless the one there was made from the same sources.
 *
 * @returns whether anything was built
 * @throws when the build fails; its output has then been printed
 */
export async function buildIfStale(onStart: () => void = () => undefined): Promise<boolean> {
  await generateClient();
  if (isFresh()) return false;
  for (const deadline = Date.now() + 300_000; await holdBuild(); ) {
    if (Date.now() > deadline) throw new Error("Another build of this checkout does not end.");
  }
  if (isFresh()) return false; // somebody else built it while we waited
  onStart();
  rmSync(stamp, { force: true });
  const wanted = fingerprintOfSources();
  await nextBuild();
  await compressFolder(join(buildFolder, "static"));
  writeFileSync(stamp, wanted);
  return true;
}

/** @returns who builds here, when it is not us */
async function holdBuild(): Promise<string | undefined> {
  const otherwise =
    "or make the build (npm run build) where the checkout can be written, and bring it here with its .next and node_modules";
  try {
    return await holdFolder(
      makePrivateFolder(join(repositoryRoot, "node_modules", ".cache", "signalbox-build")),
      "a build",
      otherwise,
    );
  } catch (error) {
    throw new Error(
      `There is no production build of these sources, and none can be made here: ${(error as Error).message}`,
      { cause: error },
    );
  }
}

function isFresh(): boolean {
  return (
    existsSync(join(buildFolder, "BUILD_ID")) &&
    existsSync(stamp) &&
    readFileSync(stamp, "utf8") === fingerprintOfSources()
  );
}

async function nextBuild(): Promise<void> {
  const next = join(repositoryRoot, "node_modules", "next", "dist", "bin", "next");
  const child = spawnNode(
    [next, "build"],
    { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    "pipe",
  );
  const { code, output } = await ending(child);
  if (code !== 0 || !existsSync(join(buildFolder, "BUILD_ID"))) throw new Error(`The build failed.\n${output.trim()}`);
}

function fingerprintOfSources(): string {
  const hash = createHash("sha256").update(process.version);
  for (const source of sources) addTo(hash, join(repositoryRoot, source));
  return hash.digest("hex");
}

function addTo(hash: ReturnType<typeof createHash>, path: string): void {
  if (!existsSync(path)) return;
  if (statSync(path).isDirectory()) {
    for (const name of readdirSync(path).sort()) {
      if (name !== "node_modules" && name !== "dist" && !/\.test\.tsx?$/.test(name)) addTo(hash, join(path, name));
    }
    return;
  }
  hash.update(path.slice(repositoryRoot.length)).update("\0").update(readFileSync(path)).update("\0");
}
