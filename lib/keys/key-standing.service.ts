import { gatheredPairs } from "@/lib/platform/db/gathered-pairs";
import type { AgentCaller } from "@/lib/platform/http/caller";

const stands = gatheredPairs(
  "key_standing",
  `SELECT given.first, given.second FROM unnest($1::text[], $2::text[]) AS given(first, second)
  JOIN api_keys k ON k.id = given.first LEFT JOIN runs r ON r.id = given.second
  WHERE k.revoked_at IS NULL AND k.expires_at > clock_timestamp()
    AND (given.second = '' OR (r.ended_at IS NULL AND r.expires_at > clock_timestamp()))`,
);

/** Is the agent's key, or the run's token, still good? Retiring an agent revokes its keys. */
export function keyStands({ keyId, runId }: AgentCaller): Promise<boolean> {
  return stands(keyId, runId ?? "");
}
