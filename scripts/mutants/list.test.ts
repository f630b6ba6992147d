import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repositoryRoot } from "../paths";
import { mutations } from "./list";
import { brokenFiles } from "./mutation";

test("every guard in the list is still there to be broken, and so are the tests that should notice", () => {
  expect(mutations.length).toBeGreaterThan(60);
  const grownOld = mutations.flatMap((mutation) => {
    const missing = mutation.tests.filter((path) => !existsSync(join(repositoryRoot, path)));
    try {
      brokenFiles(mutation, (file) => readFileSync(join(repositoryRoot, file), "utf8"));
    } catch (error) {
      return [String(error)];
    }
    return missing.map((path) => `"${mutation.name}": there is no ${path}`);
  });
  expect(grownOld).toEqual([]);
});
