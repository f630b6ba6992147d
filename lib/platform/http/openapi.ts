import { z } from "zod";
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from "zod-openapi";
import type { AnyRouteDefinition, RouteModule } from "./define-route";

export interface ManifestEntry {
  /** With parameters as `{id}`. */
  path: string;
  module: RouteModule;
}

const Problem = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.string(),
    requestId: z.string(),
    errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: "Problem", description: "RFC 9457 problem details." });

const methods = ["GET", "POST", "PATCH", "DELETE"] as const;
const problem = (description: string) => ({ description, content: { "application/problem+json": { schema: Problem } } });

function securityOf({ agentScope, permission, session, open }: AnyRouteDefinition["auth"]["describe"]): Record<string, string[]>[] {
  if (open) return [];
  return [...(agentScope ? [{ agentKey: [agentScope] }] : []), ...(permission || session ? [{ session: [] }, { personalToken: [] }] : [])];
}

function whoOf({ agentScope, permission, session, open }: AnyRouteDefinition["auth"]["describe"]): string {
  const who = [...(agentScope ? [`agents with the scope \`${agentScope}\``] : []), ...(permission ? [`people with \`${permission}\``] : session ? ["anyone signed in"] : [])];
  return open ? "Open to all." : `For ${who.join(", and ")}.`;
}

function answerOf(definition: AnyRouteDefinition, method: string): Record<string, unknown> {
  const { response } = definition;
  if (response === "none") return { 204: { description: "Done" } };
  const status = definition.status ?? 200;
  const mediaType = typeof response === "string" ? response : "application/json";
  const schema = typeof response === "string" ? z.string() : response;
  return { [status]: { description: method === "POST" && status === 201 ? "Created" : "Success", content: { [mediaType]: { schema } } } };
}

function operationOf(definition: AnyRouteDefinition, method: string, path: string): ZodOpenApiOperationObject {
  const { describe } = definition.auth;
  const open = describe.open === true;
  const refusals = definition.refusals?.length ? ` Refusals to expect: ${definition.refusals.map((r) => `\`${r}\``).join(", ")}.` : "";
  const parameters = { path: definition.params as z.ZodObject | undefined, query: definition.query as z.ZodObject | undefined };
  return {
    operationId: `${method.toLowerCase()}${path.replace(/^\/api(\/v1)?/, "").replace(/[{}]/g, "").replace(/[/.-]+(\w?)/g, (_, c: string) => c.toUpperCase())}`,
    summary: definition.summary,
    description: `${whoOf(describe)}${refusals}`,
    tags: [path.split("/")[path.startsWith("/api/v1") ? 3 : 2] ?? "other"],
    security: securityOf(describe),
    ...(parameters.path || parameters.query ? { requestParams: { ...(parameters.path ? { path: parameters.path } : {}), ...(parameters.query ? { query: parameters.query } : {}) } } : {}),
    ...(definition.body ? { requestBody: { required: true, content: { "application/json": { schema: definition.body } } } } : {}),
    responses: {
      ...answerOf(definition, method),
      400: problem("The request is malformed; `errors` names each fault"),
      ...(open ? {} : { 401: problem("No valid credential"), 403: problem("The right is missing"), 404: problem("Not here, or not yours to know") }),
      429: problem("Too many requests; see Retry-After"),
      503: problem("The database is away; nothing was done; see Retry-After"),
    },
    // The authorisation tests read who may call from here.
    "x-signalbox-auth": describe as Record<string, unknown>,
  };
}

/** The OpenAPI 3.1 document, made from the schemas that validate requests and responses. */
export function openApiDocument(manifest: readonly ManifestEntry[], version: string) {
  const paths: ZodOpenApiPathsObject = {};
  for (const { path, module } of manifest) {
    const item: Record<string, ZodOpenApiOperationObject> = {};
    for (const method of methods) {
      const route = module[method];
      if (route) item[method.toLowerCase()] = operationOf(route.definition, method, path);
    }
    paths[path] = item;
  }
  return createDocument({
    openapi: "3.1.0",
    info: { title: "Signalbox", version, description: "Agents ask before they act; people decide what is held; every step can be proven." },
    servers: [{ url: "/" }],
    paths,
    components: {
      securitySchemes: {
        agentKey: { type: "http", scheme: "bearer", description: "An agent's key (sbx_…) or a run's token (sbr_…)." },
        personalToken: { type: "http", scheme: "bearer", description: "A person's own token (sbp_…)." },
        session: { type: "apiKey", in: "cookie", name: "next-auth.session-token", description: "The console's session." },
      },
    },
  });
}
