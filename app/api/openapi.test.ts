import { createConfig, lintFromString } from "@redocly/openapi-core";
import { Spectral, type RulesetDefinition } from "@stoplight/spectral-core";
import { oas } from "@stoplight/spectral-rulesets";
import { describe, expect, it } from "vitest";
import { openApiDocument } from "@/lib/platform/http/openapi";
import { manifest } from "./manifest";
import { tags } from "./tags";

// The document as two linters of the trade see it, with every rule they recommend.

const text = JSON.stringify(openApiDocument(manifest, "0.0.0", tags));

describe("the OpenAPI document", { timeout: 120_000 }, () => {
  it("is clean for Redocly", async () => {
    const config = await createConfig({ extends: ["recommended"] });
    const problems = await lintFromString({ source: text, absoluteRef: "openapi.json", config });
    expect(problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} (${location[0]?.pointer})`)).toEqual(
      [],
    );
  });

  it("is clean for Spectral", async () => {
    const spectral = new Spectral();
    spectral.setRuleset({ extends: [[oas as RulesetDefinition, "recommended"]] });
    const problems = await spectral.run(JSON.parse(text) as Record<string, unknown>);
    expect(problems.map(({ code, message, path }) => `${code}: ${message} (${path.join(".")})`)).toEqual([]);
  });
});
