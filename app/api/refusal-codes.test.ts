import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { offeredScopes } from "@/lib/keys/key.rules";
import { apiMethods } from "@/lib/platform/http/api-methods.rules";
import { methodsOf } from "@/lib/platform/http/define-route";
import { generalRefusals, refusalsOf } from "@/lib/platform/http/refusals.rules";
import { type ProblemCode, problemCodes } from "@/lib/platform/problem-codes.rules";
import { manifest } from "./manifest";

// The table of codes and of scopes, held to the code that uses them.

const operations = manifest.flatMap(({ module }) =>
  methodsOf(module).flatMap((method) => {
    const definition = module[method]?.definition;
    return definition ? [{ method, definition }] : [];
  }),
);

/** Codes that no route of the API answers: what the door, a sign-in at the identity provider and the command line refuse. */
const elsewhere: readonly ProblemCode[] = [
  "email_unverified",
  "foreign_domain",
  "identity_conflict",
  "identity_not_linked",
  "identity_taken",
  "invalid_email",
  "invalid_slug",
  "method_not_allowed",
  "no_access",
  "other_address",
  "request_timeout",
  "slug_taken",
];

/** Files that only list codes or say what they mean. */
const onlyNames =
  /problem-codes\.rules|refusals\.rules|problem-words\.rules|[/\\]route\.ts$|\.test\.ts$|[/\\]testing[/\\]|[/\\]demo[/\\]/u;
const sources = ["lib", "app"]
  .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
  .map((entry) => join(entry.parentPath, entry.name))
  .filter((path) => !onlyNames.test(path))
  .map((path) => readFileSync(path, "utf8").replaceAll(/\/\*[\s\S]*?\*\//gu, ""));

describe("every code of the table", () => {
  it("is thrown somewhere by its literal", () => {
    const thrown = (code: string) => sources.some((text) => text.includes(`"${code}"`));
    expect(Object.keys(problemCodes).filter((code) => !thrown(code))).toEqual([]);
  });

  it("is a route's to answer, or known to come from elsewhere", () => {
    const answered = new Set(operations.flatMap(({ definition, method }) => refusalsOf(definition, method)));
    expect((Object.keys(problemCodes) as ProblemCode[]).filter((code) => !answered.has(code)).toSorted()).toEqual(
      elsewhere,
    );
  });
});

it("the door knows the methods of every route", () => {
  const ofRoutes = manifest.map(({ path, module }) => [path, methodsOf(module)] as const);
  expect(apiMethods).toEqual(Object.fromEntries(ofRoutes));
});

it("a route names as its own only what does not follow from what it is", () => {
  const twice = operations.flatMap(({ definition, method }) => {
    const general = new Set(generalRefusals(definition, method));
    return (definition.refusals ?? []).filter((code) => general.has(code)).map((code) => `${definition.id} ${code}`);
  });
  expect(twice).toEqual([]);
});

it("the scopes that are offered for a key are those that some route asks for", () => {
  const asked = operations.flatMap(({ definition }) => definition.auth.describe.agentScope ?? []);
  expect([...offeredScopes].toSorted()).toEqual([...new Set(asked)].toSorted());
});
