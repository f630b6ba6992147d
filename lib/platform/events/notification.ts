import type { WorkspaceEvent } from "./bus";

/** The Postgres channel on which the audit sequencer tells other instances what was committed. */
export const notificationChannel = "signalbox";

/** A NOTIFY payload must stay under 8,000 bytes. */
const maxBytes = 7_500;

/**
 * Packs events into as few payloads as fit. More than `maxPayloads` would slow the commit that carries them; the rest is left
 * to the listeners' own regular look: an event is only a hint.
 */
export function packEvents(events: readonly WorkspaceEvent[], maxPayloads = 16): string[] {
  const payloads: string[] = [];
  let parts: string[] = [];
  let bytes = 2;
  for (const event of events) {
    const part = JSON.stringify(event);
    const partBytes = Buffer.byteLength(part) + 1;
    if (parts.length > 0 && bytes + partBytes > maxBytes) {
      payloads.push(`[${parts.join(",")}]`);
      if (payloads.length === maxPayloads) return payloads;
      parts = [];
      bytes = 2;
    }
    parts.push(part);
    bytes += partBytes;
  }
  if (parts.length > 0) payloads.push(`[${parts.join(",")}]`);
  return payloads;
}

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
