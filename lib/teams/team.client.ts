import { infiniteQueryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { fetchJson } from "@/lib/platform/http/fetch-json";
import { api } from "@/lib/platform/routes";
import type { Team, TeamCreate } from "./team.schemas";

/** Everything read about teams, wherever it is shown. */
export const teamKeys = { all: ["teams"] as const, list: ["teams", "list"] as const };
export const teamPageSize = 100;

export const teamsQuery = () =>
  infiniteQueryOptions({
    queryKey: teamKeys.list,
    queryFn: ({ pageParam, signal }) => {
      const parameters = new URLSearchParams({
        limit: String(teamPageSize),
        ...(pageParam ? { cursor: pageParam } : {}),
      });
      return fetchJson(`${api.teams()}?${parameters.toString()}`, {
        schema: async () => (await import("./team.schemas")).TeamPage,
        signal,
      });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  });

export function createTeam(body: z.input<typeof TeamCreate>): Promise<Team> {
  return fetchJson(api.teams(), { method: "POST", body, schema: async () => (await import("./team.schemas")).Team });
}

export function renameTeam(id: string, name: string): Promise<Team> {
  return fetchJson(api.team(id), {
    method: "PATCH",
    body: { name },
    schema: async () => (await import("./team.schemas")).Team,
  });
}

export function addTeamMember(id: string, personId: string): Promise<Team> {
  return fetchJson(api.teamMembers(id), {
    method: "POST",
    body: { personId },
    schema: async () => (await import("./team.schemas")).Team,
  });
}

export function removeTeamMember(id: string, personId: string): Promise<undefined> {
  return fetchJson(api.teamMember(id, personId), { method: "DELETE" });
}
