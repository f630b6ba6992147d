import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { complete, type Lockfile } from "./lockfile/completion";
import { repositoryRoot } from "./paths";
import { run } from "./run";

// npm run lockfile     after adding packages through a registry that carries only some platforms
// npm leaves out of package-lock.json what it could not look up, and `npm ci` then refuses the lockfile.
await run(async () => {
  const file = join(repositoryRoot, "package-lock.json");
  const lockfile = JSON.parse(readFileSync(file, "utf8")) as Lockfile;
  const added = complete(lockfile);
  if (added.length > 0) writeFileSync(file, `${JSON.stringify(lockfile, null, 2)}\n`);
  console.log(
    added.length > 0
      ? `Added for other platforms: ${added.map(({ name }) => name).join(", ")}`
      : "package-lock.json is complete.",
  );
});
