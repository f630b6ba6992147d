import type { WorkspaceEvent } from "./bus";

/** The Postgres channel on which the audit sequencer tells other instances what was committed (audit_announce in prisma/sql/functions). */
export const notificationChannel = "signalbox";

/** Reads a payload; anything that is not ours is no event. */
export function unpackEvents(payload: string): WorkspaceEvent[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(payload);
  } catch {
    return [];
  }
  return Array.isArray(parsed) ? parsed.filter(isEvent) : [];
}

function isEvent(value: unknown): value is WorkspaceEvent {
  if (typeof value !== "object" || value === null) return false;
  const { workspaceId, event, subjectId, agentId } = value as Record<string, unknown>;
  return (
    typeof workspaceId === "string" &&
    typeof event === "string" &&
    typeof subjectId === "string" &&
    (agentId === undefined || typeof agentId === "string")
  );
}
