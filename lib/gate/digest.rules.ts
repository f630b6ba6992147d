import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { canonicalText } from "./canonical-json.rules";

/** What is to be done, and nothing else: the fields a decision binds to. */
export interface Deed {
  agentId: string;
  subjectId: string | null;
  action: string;
  typeVersion: number | null;
  resource: { type: string; id: string } | null;
  parameters: Record<string, unknown>;
}

/** RFC 8785 canonical bytes, UTF-8, of any JSON value. @throws TypeError for what JSON cannot say (NaN, undefined). */
export function canonicalBytes(value: unknown): Uint8Array {
  return utf8ToBytes(canonicalText(value));
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
