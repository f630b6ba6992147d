import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repositoryRoot } from "../paths";
import { complete, missingOptionalPackages, type Lockfile } from "./completion";

test("package-lock.json answers every optional dependency, so that npm ci accepts it (npm run lockfile)", () => {
  const lockfile = JSON.parse(readFileSync(join(repositoryRoot, "package-lock.json"), "utf8")) as Lockfile;
  expect(missingOptionalPackages(lockfile).map(({ name }) => name)).toEqual([]);
});

test("package-lock.json names no registry", () => {
  expect(readFileSync(join(repositoryRoot, "package-lock.json"), "utf8")).not.toMatch(/"resolved": "https?:/);
});

test("a package of another platform is added with the version its parent asks for", () => {
  const lockfile: Lockfile = {
    packages: {
      "": {},
      "node_modules/fast": {
        version: "2.0.0",
        dev: true,
        optionalDependencies: { "@fast/linux-x64": "2.0.0", "@fast/darwin-arm64": "2.0.0" },
      },
      "node_modules/@fast/linux-x64": { version: "2.0.0" },
    },
  };
  expect(complete(lockfile).map(({ name }) => name)).toEqual(["@fast/darwin-arm64"]);
  expect(lockfile.packages["node_modules/@fast/darwin-arm64"]).toEqual({
    version: "2.0.0",
    cpu: ["arm64"],
    dev: true,
    optional: true,
    os: ["darwin"],
  });
  expect(missingOptionalPackages(lockfile)).toEqual([]);
});

test("a nested copy answers the package it lies in", () => {
  const lockfile: Lockfile = {
    packages: {
      "node_modules/a/node_modules/b": { optionalDependencies: { c: "1.0.0" } },
      "node_modules/a/node_modules/c": { version: "1.0.0" },
    },
  };
  expect(missingOptionalPackages(lockfile)).toEqual([]);
});

test("a missing package that is not of one platform is an error, not something to make up", () => {
  expect(() => complete({ packages: { "node_modules/a": { optionalDependencies: { sharp: "1.0.0" } } } })).toThrow(
    /sharp/,
  );
  expect(() =>
    complete({ packages: { "node_modules/a": { optionalDependencies: { "a-darwin-arm64": "^1.0.0" } } } }),
  ).toThrow(/a-darwin-arm64/);
});
