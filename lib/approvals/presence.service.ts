import { publish } from "@/lib/platform/events/bus";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { processWide } from "@/lib/platform/process-wide";
import type { PresenceList, WorkspacePresence } from "./approval.schemas";

/** Seconds after which somebody who said nothing is taken to have left. */
const awaySeconds = 30;

interface Looking {
  name: string;
  since: Date;
  seen: number;
}

/** Who has which action open, on this instance. A courtesy, not a lock: it is kept in memory and never decides anything. */
function rooms(): Map<string, Map<string, Looking>> {
  return processWide("presence", () => new Map<string, Map<string, Looking>>());
}

/** Whoever closed the page without a word is taken out, and with the last of them the room: nothing is kept of what nobody looks at. */
function forgetAway(now: number): void {
  for (const [key, people] of rooms()) {
    for (const [id, person] of people) if (now - person.seen > awaySeconds * 1000) people.delete(id);
    if (people.size === 0) rooms().delete(key);
  }
}

/** Says that the caller is looking at an action, and tells who else is. */
export function look(caller: PersonCaller, actionId: string): PresenceList {
  const now = Date.now();
  const key = `${caller.workspaceId}/${actionId}`;
  const people = rooms().get(key) ?? new Map<string, Looking>();
  forgetAway(now);
  const arrived = !people.has(caller.personId);
  rooms().set(key, people);
  people.set(caller.personId, {
    name: caller.personName,
    since: people.get(caller.personId)?.since ?? new Date(now),
    seen: now,
  });
  if (arrived) publish({ workspaceId: caller.workspaceId, event: "presence.changed", subjectId: actionId });
  return {
    others: [...people]
      .filter(([id]) => id !== caller.personId)
      .map(([id, p]) => ({ id, name: p.name, since: p.since.toISOString() })),
  };
}

/** The caller has closed it. */
export function leave(caller: PersonCaller, actionId: string): void {
  const key = `${caller.workspaceId}/${actionId}`;
  const people = rooms().get(key);
  if (!people?.delete(caller.personId)) return;
  if (people.size === 0) rooms().delete(key);
  publish({ workspaceId: caller.workspaceId, event: "presence.changed", subjectId: actionId });
}

/** Who else has which action open, for the rows of the queue. */
export function everyoneLooking(caller: PersonCaller): WorkspacePresence {
  const limit = Date.now() - awaySeconds * 1000;
  const prefix = `${caller.workspaceId}/`;
  const items = [...rooms()].flatMap(([key, people]) => {
    if (!key.startsWith(prefix)) return [];
    const others = [...people]
      .filter(([id, person]) => id !== caller.personId && person.seen >= limit)
      .map(([id, { name }]) => ({ id, name }));
    return others.length > 0 ? [{ actionId: key.slice(prefix.length), people: others }] : [];
  });
  return { items };
}
