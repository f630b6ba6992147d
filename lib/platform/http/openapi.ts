import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from "zod-openapi";
import { methodsOf, type RouteModule } from "./define-route";
import { operationOf } from "./openapi-operation";

export interface ManifestEntry {
  /** With parameters as `{id}`. */
  path: string;
  module: RouteModule;
}

/** The group an address belongs to: its resource. */
export function tagOf(path: string): string {
  return path.split("/")[path.startsWith("/api/v1") ? 3 : 2] ?? "other";
}

/**
 * The OpenAPI 3.1 document, made from the schemas that validate requests and responses and from what each route declares.
 * `tags` describes each resource.
 */
export function openApiDocument(
  manifest: readonly ManifestEntry[],
  version: string,
  tags: Readonly<Record<string, string>>,
) {
  const paths: ZodOpenApiPathsObject = {};
  for (const { path, module } of manifest) {
    const item: Record<string, ZodOpenApiOperationObject> = {};
    for (const method of methodsOf(module)) {
      const route = module[method];
      if (route) item[method.toLowerCase()] = operationOf(route.definition, method, tagOf(path));
    }
    paths[path] = item;
  }
  return createDocument({
    openapi: "3.1.0",
    info: {
      title: "Signalbox",
      version,
      description:
        "Agents ask before they act; people decide what is held; every step can be proven. A query parameter that is sent has a value: one that is empty is refused (400 `invalid_request`), as it would filter nothing.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      contact: { name: "Whoever runs this installation" },
    },
    servers: [{ url: "/", description: "This installation." }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      securitySchemes: {
        agentKey: { type: "http", scheme: "bearer", description: "An agent's key (sbx_…) or a run's token (sbr_…)." },
        personalToken: { type: "http", scheme: "bearer", description: "A person's own token (sbp_…)." },
        metricsToken: { type: "http", scheme: "bearer", description: "What SIGNALBOX_METRICS_TOKEN is set to." },
        session: {
          type: "apiKey",
          in: "cookie",
          name: "next-auth.session-token",
          description: "The console's session.",
        },
      },
    },
  });
}
