import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { canonicalBytes } from "@/lib/platform/canonical-json.rules";

/** What is to be done, and nothing else: the fields a decision binds to. */
export interface Deed {
  agentId: string;
  subjectId: string | null;
  action: string;
  typeVersion: number | null;
  resource: { type: string; id: string } | null;
  parameters: Record<string, unknown>;
}

/** What names a deed, as a request has it and as an action's row has it. */
export interface DeedSource {
  agentId: string;
  onBehalfOf: { type: string; id: string } | null | undefined;
  action: string;
  typeVersion: number | null;
  resource: { type: string; id: string } | null | undefined;
}

/** The one place where a deed is made: who asks and who edits bind the same fields in the same spelling. */
export function deedOf(source: DeedSource, parameters: Record<string, unknown>): Deed {
  const { agentId, onBehalfOf, action, typeVersion, resource } = source;
  return {
    agentId,
    subjectId: onBehalfOf ? `${onBehalfOf.type}:${onBehalfOf.id}` : null,
    action,
    typeVersion,
    resource: resource ? { type: resource.type, id: resource.id } : null,
    parameters,
  };
}

/**
 * SHA-256 (lowercase hex) over the RFC 8785 form of the deed. Any difference in agent, subject, action, its schema's version,
 * resource or parameters is another digest; the order of keys is not a difference.
 */
export function digestOf(deed: Deed): string {
  return bytesToHex(
    sha256(
      canonicalBytes({
        schema_version: 1,
        operation: "execute",
        agent_id: deed.agentId,
        subject_id: deed.subjectId,
        target: { tool_name: deed.action, tool_schema_version: deed.typeVersion, resource: deed.resource },
        parameters: deed.parameters,
      }),
    ),
  );
}
