import { createHash } from "node:crypto";
import { canonicalJson } from "./json.ts";
import type { Action, JsonObject } from "./types.ts";

/** What a decision binds to, besides the parameters. */
export type Deed = Pick<Action, "agentId" | "onBehalfOf" | "action" | "typeVersion" | "resource">;

/**
 * The digest of a deed with these parameters: lowercase hex SHA-256 over the canonical JSON (RFC 8785) of agent, subject, action,
 * its version in the catalog, resource and parameters. The server makes the same; a permit is good for it and for nothing else.
 */
export function digestOf({ agentId, onBehalfOf, action, typeVersion, resource }: Deed, parameters: JsonObject): string {
  const bound = {
    schema_version: 1,
    operation: "execute",
    agent_id: agentId,
    subject_id: onBehalfOf ? `${onBehalfOf.type}:${onBehalfOf.id}` : null,
    target: {
      tool_name: action,
      tool_schema_version: typeVersion,
      resource: resource && { type: resource.type, id: resource.id },
    },
    parameters,
  };
  return createHash("sha256").update(canonicalJson(bound)).digest("hex");
}
