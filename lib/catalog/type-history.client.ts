import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/platform/http/fetch-json";
import { api } from "@/lib/platform/routes";
import type {
  ActionTypeProposal,
  ActionTypePropose,
  ActionTypeRollback,
  ChangedActionType,
} from "./action-type.schemas";
import { maxOpenProposals } from "@/lib/versions/version.rules";
import { catalogKeys } from "./catalog.client";

export const versionsAtOnce = 20;

export const typeVersionsQuery = (name: string) =>
  infiniteQueryOptions({
    queryKey: catalogKeys.versions(name),
    queryFn: ({ pageParam, signal }) => {
      const search = new URLSearchParams({
        limit: String(versionsAtOnce),
        ...(pageParam ? { cursor: pageParam } : {}),
      });
      return fetchJson(`${api.actionTypeVersions(name)}?${search.toString()}`, {
        schema: async () => (await import("@/lib/versions/version.schemas")).VersionPage,
        signal,
      });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  });

/** The proposals that wait. */
export const typeProposalsQuery = (name: string) =>
  queryOptions({
    queryKey: catalogKeys.proposals(name),
    queryFn: ({ signal }) =>
      fetchJson(`${api.typeProposals(name)}?limit=${maxOpenProposals}`, {
        schema: async () => (await import("@/lib/versions/version.schemas")).ProposalPage,
        signal,
      }),
  });

/** A proposal in full: what it says never changes. */
export const typeProposalQuery = (name: string, id: string) =>
  queryOptions({
    queryKey: catalogKeys.proposal(name, id),
    queryFn: ({ signal }) =>
      fetchJson(api.typeProposal(name, id), {
        schema: async () => (await import("./action-type.schemas")).ActionTypeProposal,
        signal,
      }),
    staleTime: Number.POSITIVE_INFINITY,
  });

const changed = async () => (await import("./action-type.schemas")).ChangedActionType;
const proposal = async () => (await import("./action-type.schemas")).ActionTypeProposal;

export function rollBackActionType(name: string, body: ActionTypeRollback): Promise<ChangedActionType> {
  return fetchJson(api.rollBackActionType(name), { method: "POST", body, schema: changed });
}

export function proposeTypeChange(name: string, body: ActionTypePropose): Promise<ActionTypeProposal> {
  return fetchJson(api.typeProposals(name), { method: "POST", body, schema: proposal });
}

export function acceptTypeProposal(name: string, id: string): Promise<ChangedActionType> {
  return fetchJson(api.acceptTypeProposal(name, id), { method: "POST", schema: changed });
}

export function rejectTypeProposal(name: string, id: string, reason: string): Promise<ActionTypeProposal> {
  return fetchJson(api.rejectTypeProposal(name, id), { method: "POST", body: { reason }, schema: proposal });
}
