import { parseAsString } from "nuqs/server";
import type { AgentFilters } from "@/lib/agents/agent.client";

const text = parseAsString.withDefault("");

/** The filters and the order of the agents page, as they stand in its address. */
export const agentFilterParsers = { q: text, kind: text, status: text, teamId: text, sort: text };

/** Whether anything narrows the list; its order does not. */
export function isFiltered({ sort: _sort, ...filters }: AgentFilters): boolean {
  return Object.values(filters).some((value: string) => value !== "");
}
