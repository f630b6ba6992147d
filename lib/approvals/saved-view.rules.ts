import type { ActionFilters } from "@/lib/actions/action-filters.rules";
import type { QueueFilters } from "./queue.rules";

/** The pages whose views can be kept. */
export const savedViewPages = ["approvals", "actions"] as const;
export type SavedViewPageName = (typeof savedViewPages)[number];

/** Per person, workspace and page. */
export const maxSavedViews = 50;
export const maxViewName = 60;

/** Do both show the same queue? The order in which zones were ticked does not matter. */
export function sameFilters(a: QueueFilters, b: QueueFilters): boolean {
  return (
    a.view === b.view &&
    a.zones.length === b.zones.length &&
    a.zones.every((zone) => b.zones.includes(zone)) &&
    a.kind === b.kind &&
    a.agentId === b.agentId &&
    a.action === b.action &&
    a.text === b.text
  );
}

/** Do both show the same list of all actions? */
export function sameActionFilters(a: ActionFilters, b: ActionFilters): boolean {
  return Object.entries(a).every(([name, value]) => value === b[name as keyof ActionFilters]);
}

export const nameTaken = (name: string): string => `You have a view named ${name} already.`;
export const viewsFull = `You can keep ${maxSavedViews} views. Delete one first.`;

/** Why a view cannot have this name beside `others`; null where it can. The server asks the same, as others may have come since. */
export function nameObstacle(name: string, others: readonly { name: string }[]): string | null {
  const given = name.trim();
  if (given === "") return "Give it a name.";
  if (given.length > maxViewName) return `A name has ${maxViewName} characters at most.`;
  return others.some((other) => other.name === given) ? nameTaken(given) : null;
}

/** Why the queue cannot be saved under this name; null where it can. */
export function saveObstacle(name: string, kept: readonly { name: string }[]): string | null {
  return kept.length >= maxSavedViews ? viewsFull : nameObstacle(name, kept);
}
