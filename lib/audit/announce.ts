import { onCommit } from "@/lib/platform/db/on-commit";
import { publish, type WorkspaceEvent } from "@/lib/platform/events/bus";
import type { EntryActor, EntrySubject } from "./entry.rules";
import { nudgeSequencer } from "./nudge";

/** What an entry says that its change is called, what it happened to, and whose action that is: as audit_announce (prisma/sql) tells it to the other instances. */
export function eventOf({
  workspaceId,
  actor,
  event,
  subject,
  facts,
}: {
  workspaceId: string;
  actor: EntryActor;
  event: WorkspaceEvent["event"];
  subject: EntrySubject;
  facts: Record<string, unknown>;
}): WorkspaceEvent {
  const agentId = actor.type === "agent" ? actor.id : facts.agentId;
  return { workspaceId, event, subjectId: subject.id, ...(typeof agentId === "string" ? { agentId } : {}) };
}

interface Announced {
  told: WorkspaceEvent;
}

/** Tells this process what was committed: its streams hear of the change, its sequencer that there is something to number. The other instances hear it from the sequencer. */
export function announce(entries: readonly Announced[]): void {
  for (const { told } of entries) publish(told);
  if (entries.length > 0) nudgeSequencer();
}

/** The same, once the transaction we are in has committed: for entries that an SQL function stages. */
export function announceOnCommit(entries: readonly Announced[]): void {
  onCommit(() => announce(entries));
}
