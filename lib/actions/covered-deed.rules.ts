import { namesOf } from "./covered-entry.rules";
import { type AskedDeed, editedDeed } from "./edited-deed.rules";

/** What is to be done, and by which rules, as the action's row says. */
export interface CoveredDeed extends AskedDeed {
  zone: string;
  runId: string | null;
  keyId: string;
  digest: string;
  /** JSON text, as it is stored. */
  parameters: string;
  finalDigest: string | null;
  /** JSON text; null where nothing may run. */
  finalParameters: string | null;
}

/** The digest of a deed with these parameters, made anew. Null where there is none: what nests too deep to be read was never asked. */
export function digestOfStored(deed: AskedDeed, parameters: string): string | null {
  try {
    return editedDeed(deed, JSON.parse(parameters) as Record<string, unknown>).digest;
  } catch {
    return null;
  }
}

/**
 * Names what of the deed differs from what the entries say. The database cannot make the digest of what it holds, so it is made here.
 * @param requested the facts of `action.requested`
 * @param finalDigest of what may run, by the entry that tells of the decision; null where nothing may
 */
export function deedContradictions(
  row: CoveredDeed,
  requested: Record<string, unknown>,
  finalDigest: unknown,
): string[] {
  const asked = digestOfStored(row, row.parameters);
  const final =
    row.finalParameters === null
      ? null
      : row.finalParameters === row.parameters
        ? asked
        : digestOfStored(row, row.finalParameters);
  return namesOf([
    ["digest", row.digest !== requested.digest],
    ["parameters", asked !== requested.digest],
    ["finalDigest", row.finalDigest !== finalDigest],
    ["finalParameters", final !== finalDigest],
    ["zone", row.zone !== requested.zone],
    ["runId", row.runId !== (requested.runId ?? null)],
    ["keyId", row.keyId !== requested.keyId],
  ]);
}
