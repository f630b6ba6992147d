import { gatheredPairs } from "@/lib/platform/db/gathered-pairs";

/** Is the session (first) still open, and its person an active member of the workspace (second)? */
export const sessionStands = gatheredPairs(
  "session_standing",
  `SELECT given.first, given.second FROM unnest($1::text[], $2::text[]) AS given(first, second) JOIN sessions s ON s.id = given.first
  JOIN memberships m ON m.person_id = s.person_id AND m.workspace_id = given.second
  WHERE s.revoked_at IS NULL AND s.expires_at > clock_timestamp() AND m.deactivated_at IS NULL`,
);
