import { FoundActions, FoundAgents, FoundRuns } from "@/components/frame/search.schemas";
import type { NavigationItem } from "@/components/frame/navigation.rules";
import type { Permission } from "@/lib/people/permissions.rules";
import { spelledOut } from "@/lib/platform/concealed.rules";
import { fetchJson } from "@/lib/platform/http/fetch-json";
import { api, routes } from "@/lib/platform/routes";

/** Something that was found, and where it is. */
export interface Found {
  id: string;
  label: string;
  group: "Actions" | "Agents" | "Runs";
  icon: NavigationItem["id"];
  href: string;
}

const none = { items: [] };

/** What words find on the server: actions, agents and runs, five of each at most, as far as the person may read them. */
export async function find(query: string, permissions: ReadonlyArray<Permission>, signal: AbortSignal): Promise<Found[]> {
  const words = new URLSearchParams({ q: query, limit: "5" }).toString();
  const [actions, agents, runs] = await Promise.all([
    permissions.includes("action:read") ? fetchJson(`${api.actions()}?${words}`, { schema: async () => FoundActions, signal }) : none,
    permissions.includes("agent:read") ? fetchJson(`${api.agents()}?${words}`, { schema: async () => FoundAgents, signal }) : none,
    permissions.includes("run:read") ? fetchJson(`${api.runs()}?${words}`, { schema: async () => FoundRuns, signal }) : none,
  ]);
  return [
    ...actions.items.map(({ id, sentence }) => ({ id, label: spelledOut(sentence), group: "Actions" as const, icon: "approvals" as const, href: routes.approval(id) })),
    ...agents.items.map(({ id, name, kind }) => ({ id, label: `${name} (${kind})`, group: "Agents" as const, icon: "agents" as const, href: routes.agent(id) })),
    ...runs.items.map(({ id, task }) => ({ id, label: spelledOut(task), group: "Runs" as const, icon: "runs" as const, href: routes.run(id) })),
  ];
}
