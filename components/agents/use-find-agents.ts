"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import type { NamedOption } from "@/components/patterns/named-input.rules";
import { agentsQuery } from "@/lib/agents/agent.client";
import type { Agent } from "@/lib/agents/agent.schemas";

const keptMs = 60_000;
const longestWords = 100;

/** An agent's name with what tells it from a person. */
export function agentLabel({ name, kind }: Pick<Agent, "name" | "kind">): string {
  return `${name}, ${kind}`;
}

/** Finds agents by words of their name. */
export function useFindAgents(): (words: string) => Promise<NamedOption[]> {
  const queries = useQueryClient();
  return useCallback(
    async (words) => {
      const q = words.split(",")[0]?.slice(0, longestWords) ?? "";
      const found = await queries.fetchInfiniteQuery({ ...agentsQuery({ q, kind: "", status: "", teamId: "" }), staleTime: keptMs });
      return found.pages.flatMap((page) => page.items).map((agent) => ({ id: agent.id, label: agentLabel(agent) }));
    },
    [queries],
  );
}
