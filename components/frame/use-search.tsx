"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { NavigationIcon } from "@/components/frame/navigation-icon";
import type { Command } from "@/components/patterns/commands";
import type { Permission } from "@/lib/people/permissions.rules";
import { fetchJson } from "@/lib/platform/http/fetch-json";
import { api, routes } from "@/lib/platform/routes";

const shortest = 2;
const pauseMs = 180;

/** What the palette's words find on the server: actions, agents and runs, as far as the person may read them. */
export function useSearch(permissions: ReadonlyArray<Permission>): { results: Command[]; searching: boolean; search: (query: string) => void } {
  const router = useRouter();
  const [typed, setTyped] = useState("");
  const [query, setQuery] = useState("");

  useEffect(() => {
    const timer = setTimeout(() => setQuery(typed.trim()), pauseMs);
    return () => clearTimeout(timer);
  }, [typed]);

  const found = useQuery({
    queryKey: ["search", query],
    enabled: query.length >= shortest,
    staleTime: 10_000,
    queryFn: async ({ signal }) => {
      const words = new URLSearchParams({ q: query, limit: "5" }).toString();
      const [actions, agents, runs] = await Promise.all([
        permissions.includes("action:read") ? fetchJson(`${api.actions()}?${words}`, { schema: async () => (await import("@/components/frame/search.schemas")).FoundActions, signal }) : { items: [] },
        permissions.includes("agent:read") ? fetchJson(`${api.agents()}?${words}`, { schema: async () => (await import("@/components/frame/search.schemas")).FoundAgents, signal }) : { items: [] },
        permissions.includes("run:read") ? fetchJson(`${api.runs()}?${words}`, { schema: async () => (await import("@/components/frame/search.schemas")).FoundRuns, signal }) : { items: [] },
      ]);
      return { actions: actions.items, agents: agents.items, runs: runs.items };
    },
  });

  const current = query === typed.trim() && query.length >= shortest ? found.data : undefined;
  const results: Command[] = [
    ...(current?.actions ?? []).map((action) => ({
      id: action.id,
      label: action.sentence,
      group: "Actions",
      icon: <NavigationIcon id="approvals" size={14} />,
      run: () => router.push(routes.approval(action.id)),
    })),
    ...(current?.agents ?? []).map((agent) => ({
      id: agent.id,
      label: `${agent.name} (${agent.kind})`,
      group: "Agents",
      icon: <NavigationIcon id="agents" size={14} />,
      run: () => router.push(routes.agent(agent.id)),
    })),
    ...(current?.runs ?? []).map((run) => ({
      id: run.id,
      label: run.task,
      group: "Runs",
      icon: <NavigationIcon id="runs" size={14} />,
      run: () => router.push(routes.run(run.id)),
    })),
  ];
  return { results, searching: typed.trim().length >= shortest && current === undefined && !found.isError, search: setTyped };
}
