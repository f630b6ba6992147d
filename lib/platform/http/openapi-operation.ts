import { z } from "zod";
import type { ZodOpenApiOperationObject } from "zod-openapi";
import { type ProblemCode, problemCodes } from "@/lib/platform/problem-codes.rules";
import { jsonBody } from "./body-reader";
import type { AnyRouteDefinition } from "./define-route";
import { refusalHeaders, requestHeaders, successHeaders } from "./openapi-headers";
import { Problem } from "./problem.schemas";
import { refusalsOf } from "./refusals.rules";
import { encoderOf } from "./response-encoder";

type Describe = AnyRouteDefinition["auth"]["describe"];

/** Scopes of a bearer scheme have no place here that tools agree on: the description names them. */
function securityOf({ agentScope, permission, session, open, metricsToken }: Describe): Record<string, string[]>[] {
  if (open) return [];
  if (metricsToken) return [{ metricsToken: [] }];
  return [
    ...(agentScope ? [{ agentKey: [] }] : []),
    ...(permission || session ? [{ session: [] }, { personalToken: [] }] : []),
  ];
}

function whoOf({ agentScope, permission, session, cookieOnly, open, metricsToken }: Describe): string {
  if (open) return "Open to all.";
  if (metricsToken) return "For whoever has the installation's metrics token.";
  const people = permission
    ? `people with \`${permission}\``
    : session
      ? cookieOnly
        ? "anyone signed in to the console"
        : "anyone signed in"
      : undefined;
  return `For ${[agentScope && `agents with the scope \`${agentScope}\``, people].filter(Boolean).join(", and ")}.`;
}

function successOf(
  definition: AnyRouteDefinition,
  method: string,
): NonNullable<ZodOpenApiOperationObject["responses"]> {
  const { response } = definition;
  const headers = successHeaders(definition, method);
  const header = Object.keys(headers).length > 0 ? { headers: z.object(headers) } : {};
  const also = Object.fromEntries(
    Object.entries(definition.also ?? {}).map(([status, description]) => [
      status,
      { description, ...header, ...contentOf(definition) },
    ]),
  );
  if (response === "none") return { 204: { description: "Done.", ...header }, ...also };
  const status = definition.status ?? 200;
  return {
    [status]: { description: status === 201 ? "Made." : "As asked.", ...header, ...contentOf(definition) },
    ...also,
  };
}

function contentOf({ response }: AnyRouteDefinition): { content?: Record<string, { schema: z.ZodType }> } {
  const encoder = encoderOf(response);
  return encoder ? { content: { [encoder.mediaType]: { schema: encoder.schema } } } : {};
}

/** One answer per status, which names the codes that come with it. */
function refusalResponses(
  definition: AnyRouteDefinition,
  method: string,
): NonNullable<ZodOpenApiOperationObject["responses"]> {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of refusalsOf(definition, method)) {
    const { status } = problemCodes[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, found]) => [
      String(status),
      {
        description: found.map((code) => `\`${code}\`: ${problemCodes[code].meaning}`).join("\n\n"),
        headers: z.object(refusalHeaders(status)),
        content: { "application/problem+json": { schema: Problem } },
        "x-signalbox-codes": found,
      },
    ]),
  );
}

/** The registry of routes has forgotten the shape: parameters are always objects. */
function objectOf(schema: unknown): z.ZodObject {
  if (!(schema instanceof z.ZodObject)) throw new Error("parameters are declared as an object");
  return schema;
}

/** How the OpenAPI document tells one method of one address. */
export function operationOf(definition: AnyRouteDefinition, method: string, tag: string): ZodOpenApiOperationObject {
  const { params, query, body, reader = jsonBody, example } = definition;
  const header = requestHeaders(definition, method);
  const requestParams = {
    ...(params ? { path: objectOf(params) } : {}),
    ...(query ? { query: objectOf(query) } : {}),
    ...(header ? { header } : {}),
  };
  return {
    operationId: definition.id,
    summary: definition.summary,
    description: [whoOf(definition.auth.describe), definition.details].filter(Boolean).join("\n\n"),
    tags: [tag],
    security: securityOf(definition.auth.describe),
    ...(Object.keys(requestParams).length > 0 ? { requestParams } : {}),
    ...(body
      ? {
          requestBody: {
            required: definition.bodyOptional !== true,
            content: {
              [reader.mediaType]: { schema: body, ...(example === undefined ? {} : { example: example as unknown }) },
            },
          },
        }
      : {}),
    responses: { ...refusalResponses(definition, method), ...successOf(definition, method) },
    // The authorisation tests read who may call from here.
    "x-signalbox-auth": definition.auth.describe as Record<string, unknown>,
  };
}
