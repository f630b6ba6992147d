import { createLoader, parseAsArrayOf, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { type QueueFilters, queueViews } from "@/lib/approvals/queue.rules";
import { zones } from "@/lib/platform/zone.rules";

/** Everything the approvals page keeps in its address; server and browser read it by the same rules. */
export const approvalsUrl = {
  view: parseAsStringLiteral(queueViews).withDefault("me"),
  zone: parseAsArrayOf(parseAsStringLiteral(zones)).withDefault([]),
  kind: parseAsString,
  agent: parseAsString,
  type: parseAsString,
  q: parseAsString,
  /** The action that is open. */
  action: parseAsString,
};

export const loadApprovalsUrl = createLoader(approvalsUrl);

export type ApprovalsUrl = Awaited<ReturnType<typeof loadApprovalsUrl>>;

/** @param decides whether the reader's role decides anything: for the others nothing waits, and they see all that does */
export function filtersOf(url: Omit<ApprovalsUrl, "action">, decides: boolean): QueueFilters {
  return {
    view: url.view === "me" && !decides ? "all" : url.view,
    zones: url.zone,
    kind: url.kind,
    agentId: url.agent,
    action: url.type,
    text: url.q,
  };
}
