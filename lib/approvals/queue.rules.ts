import type { Action, ActionStatus } from "@/lib/actions/action.schemas";
import { conceals } from "@/lib/platform/concealed.rules";
import type { Zone } from "@/lib/platform/zone.rules";
import { actionsInWords } from "./action-names.rules";
import type { QueuedAction } from "./queue.schemas";

/** The saved views of the approvals page. */
export const queueViews = ["me", "all", "claimed", "aside", "decided"] as const;
export type QueueView = (typeof queueViews)[number];

/** What the queue is narrowed by; all of it stands in the address. */
export interface QueueFilters {
  view: QueueView;
  zones: readonly Zone[];
  kind: string | null;
  /** An agent, with all that are registered under it. */
  agentId: string | null;
  action: string | null;
  text: string | null;
}

export const noFilters: QueueFilters = { view: "me", zones: [], kind: null, agentId: null, action: null, text: null };

/** How many filters beyond the view are set. */
export function filterCount({ zones, kind, agentId, action, text }: QueueFilters): number {
  return [zones.length > 0, kind, agentId, action, text].filter(Boolean).length;
}

export const queuePageSize = 100;

/** The list's query for a view and its filters. @param since start of the reader's day, RFC 3339, for what was decided today */
export function queueParameters(filters: QueueFilters, since: string): Record<string, string> {
  const { view } = filters;
  const base: Record<string, string> =
    view === "decided"
      ? { status: "approved,denied,expired,cancelled", sort: "newest", decidedAfter: since, decidedBy: "person,system" }
      : { status: "pending", sort: "queue" };
  if (view === "me" || view === "aside") base.for = view;
  if (view === "claimed") base.claim = "me";
  return { ...base, limit: String(queuePageSize), ...narrowingParameters(filters) };
}

/** What of the filters narrows a list, whatever its view: the counts of the views are asked with the same. */
export function narrowingParameters({ zones, kind, agentId, action, text }: QueueFilters): Record<string, string> {
  return {
    ...(zones.length > 0 ? { zone: zones.join(",") } : {}),
    ...(kind ? { kind } : {}),
    ...(agentId ? { agentFamily: agentId } : {}),
    ...(action ? { action } : {}),
    ...(text ? { q: text } : {}),
  };
}

/** An action as a row of the queue: small, since a hundred thousand may be kept. */
export interface QueueItem {
  id: string;
  sentence: string;
  agentId: string;
  agentName: string;
  kind: string;
  action: string;
  /** Whether the catalog knew the action when it was asked. */
  declared: boolean;
  zone: Zone;
  status: ActionStatus;
  digest: string;
  expiresAt: string;
  createdAt: string;
  cost: Action["estimatedCost"];
  claim: Action["claim"];
  escalation: Action["escalation"];
  /** Null where nobody has asked its agent anything, as of most. */
  questions: Action["questions"] | null;
  settling: Action["settling"];
  decision: Pick<NonNullable<Action["decision"]>, "outcome" | "by" | "at"> | null;
  /** The first reason why it is held, in the interlock's words. */
  why: string | null;
  /** Anything an agent put into it holds characters that cannot be seen or that turn text around. */
  conceals: boolean;
}

export function toQueueItem(action: QueuedAction): QueueItem {
  const {
    id,
    sentence,
    agentId,
    agentName,
    kind,
    zone,
    status,
    digest,
    expiresAt,
    createdAt,
    claim,
    escalation,
    questions,
    settling,
    decision,
  } = action;
  return {
    id,
    sentence,
    agentId,
    agentName,
    kind,
    action: action.action,
    declared: action.typeVersion !== null,
    zone,
    status,
    digest,
    expiresAt,
    createdAt,
    cost: action.estimatedCost,
    claim,
    escalation,
    questions: questions.open + questions.answered > 0 ? questions : null,
    settling,
    decision: decision && { outcome: decision.outcome, by: decision.by, at: decision.at },
    why: holdReason(action),
    conceals: concealsAny(action),
  };
}

/** What a decision is about, whole: also what the row itself does not show. */
function concealsAny({
  parameters,
  resource,
  action,
  agentName,
  onBehalfOf,
  estimatedCost,
  sentence,
}: QueuedAction): boolean {
  return conceals(action, agentName, sentence, resource, onBehalfOf, estimatedCost, parameters);
}

/** That it is red is said by its mark, and in red the agent's confidence is not shown before one has chosen. */
function holdReason({ verdict, zone }: QueuedAction): string | null {
  const holds = verdict.interlocks.filter(
    ({ effect, name }) => effect === "hold" && name !== "zone" && !(zone === "red" && name === "confidence"),
  );
  return holds[0]?.message ?? null;
}

/**
 * What was decided, the newest first: what was read, and what is known to have been decided or approved since. An approval that can
 * still be taken back counts; one that was taken back does not.
 *
 * @param changed the newest that is known of actions, by id
 */
export function decidedNow(
  read: readonly QueueItem[],
  changed: ReadonlyMap<string, QueueItem>,
  filters: QueueFilters,
): readonly QueueItem[] {
  if (changed.size === 0) return read;
  const known = new Set(read.map((item) => item.id));
  const isDecided = (item: QueueItem) => item.decision !== null || item.settling !== null;
  const since = [...changed.values()].filter((item) => !known.has(item.id) && isDecided(item) && fits(item, filters));
  return [...since.reverse(), ...read.filter((item) => isDecided(changed.get(item.id) ?? item))];
}

/** Whether a row would be found by the filters, as far as a row tells. */
function fits(item: QueueItem, { zones, kind, agentId, action, text }: QueueFilters): boolean {
  if (zones.length > 0 && !zones.includes(item.zone)) return false;
  if (
    (kind ?? item.kind) !== item.kind ||
    (agentId ?? item.agentId) !== item.agentId ||
    (action ?? item.action) !== item.action
  )
    return false;
  const words = text?.toLowerCase() ?? "";
  return (
    item.id === text || [item.sentence, item.action, item.agentName].some((told) => told.toLowerCase().includes(words))
  );
}

/** Why `item` cannot be chosen together with what is chosen already; null where it can. */
export function bulkObstacle(chosen: readonly QueueItem[], item: QueueItem): string | null {
  if (item.status !== "pending") return "It is decided already.";
  if (item.settling) return "It is approved already and settles when the grace period ends.";
  const [first] = chosen;
  if (first && first.action !== item.action)
    return `Only the same action can be decided together; chosen so far: ${actionsInWords(chosen)}.`;
  if (first && first.zone !== item.zone) return `Only one zone can be decided together: ${first.zone}.`;
  return chosen.length >= maxBulk ? `At most ${maxBulk} can be decided together.` : null;
}

export const maxBulk = 100;

/** Why what is chosen can only be rejected together: null where it can be approved together, too. */
export function approveObstacle(chosen: readonly QueueItem[]): string | null {
  if (chosen.some((item) => item.zone === "red")) return "Red is approved one by one.";
  if (chosen.some((item) => item.action !== chosen[0]?.action))
    return `Only the same action can be approved together; these are ${actionsInWords(chosen)}.`;
  return chosen.some((item) => item.zone !== chosen[0]?.zone) ? "Only one zone can be approved together." : null;
}

/** The items from `from` to `to`, both included, whichever comes first. */
export function rangeBetween(items: readonly QueueItem[], from: string, to: string): QueueItem[] {
  const a = items.findIndex((item) => item.id === from);
  const b = items.findIndex((item) => item.id === to);
  if (a < 0 || b < 0) return [];
  return items.slice(Math.min(a, b), Math.max(a, b) + 1);
}

/** The id to stand on when `id` leaves: the next that stays, else the one before, else none. */
export function neighbourOf(
  items: readonly { id: string }[],
  id: string,
  leaves: (id: string) => boolean,
): string | null {
  const at = items.findIndex((item) => item.id === id);
  if (at < 0) return items.find((item) => !leaves(item.id))?.id ?? null;
  const next = items.slice(at + 1).find((item) => !leaves(item.id));
  return next?.id ?? items.slice(0, at).findLast((item) => !leaves(item.id))?.id ?? null;
}
