import { readdirSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { methodsOf } from "@/lib/platform/http/define-route";
import { hasOwnLane } from "@/lib/platform/http/front-door";
import { openApiDocument, tagOf } from "@/lib/platform/http/openapi";
import { refusalsOf } from "@/lib/platform/http/refusals.rules";
import { manifest } from "./manifest";
import { tags } from "./tags";
import * as openApiRoute from "./openapi.json/route";

const here = fileURLToPath(new URL(".", import.meta.url));
/** What is no route of the API's own: next-auth's protocol, the document itself, and the benchmarks' floor. */
const others = new Set(["/api/auth/[...nextauth]", "/api/v1/[...unknown]", "/api/openapi.json", "/api/floor"]);

function routeFiles(): string[] {
  return readdirSync(here, { recursive: true, withFileTypes: true })
    .filter((f) => f.name === "route.ts")
    .map((f) => `/api/${relative(here, f.parentPath).split("\\").join("/")}`.replace(/\/$/, ""));
}

describe("the door", () => {
  it("lets past, while a stop is under way, the addresses of the routes that have a lane of their own, and no other but what lies under stops and health", () => {
    const at = (path: string) => path.replace(/\{\w+\}/g, "x");
    const inLane = manifest
      .filter(({ module }) => methodsOf(module).some((method) => module[method]?.definition.lane !== undefined))
      .map(({ path }) => path);
    expect(inLane.filter((path) => !hasOwnLane(at(path)))).toEqual([]);
    const past = manifest.map(({ path }) => path).filter((path) => hasOwnLane(at(path)) && !inLane.includes(path));
    expect(past.filter((path) => !/^\/api\/(?:health|v1\/stops)\//.test(path))).toEqual([]);
  });
});

describe("the OpenAPI document", () => {
  const document = openApiDocument(manifest, "0.0.0", tags);

  it("is served as JSON, each time with a request id of its own", async () => {
    const answers = [openApiRoute.GET(), openApiRoute.GET()];
    const ids = answers.map((answer) => answer.headers.get("X-Request-Id"));
    expect(ids).toEqual([expect.stringMatching(/^req_/), expect.stringMatching(/^req_/)]);
    expect(new Set(ids).size).toBe(2);
    expect(await answers[0]?.json()).toMatchObject({ openapi: "3.1.0" });
  });

  it("describes every route of the API", () => {
    const described = manifest.map((m) => m.path.replace(/\{(\w+)\}/g, "[$1]"));
    expect(described.toSorted()).toEqual(
      routeFiles()
        .filter((path) => !others.has(path))
        .toSorted(),
    );
  });

  it("describes every method that a route answers, with who may call it", () => {
    for (const { path, module } of manifest) {
      for (const method of methodsOf(module)) {
        const operation = document.paths?.[path]?.[method.toLowerCase() as "get"] as
          | Record<string, unknown>
          | undefined;
        expect(operation, `${method} ${path}`).toBeDefined();
        expect(operation?.["x-signalbox-auth"], `${method} ${path}`).not.toEqual({});
      }
    }
  });

  it("keeps no secret in plain text with an Idempotency-Key: whatever answers with one seals it", () => {
    const secrets = ["token", "key", "secret", "password", "link"];
    const open = manifest.flatMap(({ path, module }) => {
      const { response, idempotency } = module.POST?.definition ?? {};
      const fields = Object.keys((response as { shape?: Record<string, unknown> } | undefined)?.shape ?? {});
      return idempotency !== "sealed" && fields.some((field) => secrets.includes(field)) ? [path] : [];
    });
    expect(open).toEqual([]);
  });

  it("names every operation once", () => {
    const ids = Object.values(document.paths ?? {}).flatMap((item) =>
      Object.values(item as Record<string, { operationId?: string }>).map((o) => o.operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("lets each path carry its parameters", () => {
    for (const { path, module } of manifest) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map((m) => m[1]);
      for (const method of methodsOf(module)) {
        const shape =
          (module[method]?.definition.params as { shape?: Record<string, unknown> } | undefined)?.shape ?? {};
        expect(Object.keys(shape).toSorted(), path).toEqual(named.toSorted());
      }
    }
  });

  const operations = manifest.flatMap(({ path, module }) =>
    methodsOf(module).map((method) => ({ method, path, definition: module[method]!.definition })),
  );
  const described = (from: unknown) =>
    from as Record<string, { description?: string; schema?: { description?: string }; name?: string }>;

  it("describes every schema, every parameter and every resource", () => {
    const schemas = Object.entries(described(document.components?.schemas)).filter(([, schema]) => !schema.description);
    expect(schemas.map(([name]) => name)).toEqual([]);
    const silent = Object.values(document.paths ?? {}).flatMap((item) =>
      Object.values(
        item as Record<
          string,
          {
            operationId: string;
            parameters?: { name: string; description?: string; schema?: { description?: string } }[];
          }
        >,
      ).flatMap((o) =>
        (o.parameters ?? [])
          .filter((p) => !p.description && !p.schema?.description)
          .map((p) => `${o.operationId} ${p.name}`),
      ),
    );
    expect(silent).toEqual([]);
    expect(new Set(manifest.map(({ path }) => tagOf(path)))).toEqual(new Set(Object.keys(tags)));
  });

  it("shows for every body one that the route takes", () => {
    for (const { definition } of operations.filter((o) => o.definition.body)) {
      expect(() => (definition.body as unknown as z.ZodType).parse(definition.example), definition.id).not.toThrow();
    }
  });

  it("names with every refusal a code of the table, with its status", () => {
    for (const { definition, method } of operations) {
      const codes = refusalsOf(definition, method);
      expect(codes, definition.id).toContain("internal_error");
      expect(new Set(codes).size, definition.id).toBe(codes.length);
    }
  });
});
