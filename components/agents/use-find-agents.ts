"use client";

import type { FoundNames } from "@/components/patterns/forms/named-input.rules";
import { type NamedSearch, useFindNamed } from "@/components/patterns/forms/use-find-named";
import { agentsQuery } from "@/lib/agents/agent.client";
import type { Agent } from "@/lib/agents/agent.schemas";

/** An agent's name with what tells it from a person. */
export function agentLabel({ name, kind }: Pick<Agent, "name" | "kind">): string {
  return `${name}, ${kind}`;
}

const search: NamedSearch<Agent> = {
  read: (queries, q, staleTime) =>
    queries.fetchInfiniteQuery({ ...agentsQuery({ q, kind: "", status: "", teamId: "", sort: "" }), staleTime }),
  option: (agent) => ({ id: agent.id, label: agentLabel(agent) }),
  addedFrom: ",",
};

/** Finds agents by words of their name. */
export const useFindAgents = (): ((words: string) => Promise<FoundNames>) => useFindNamed(search);
