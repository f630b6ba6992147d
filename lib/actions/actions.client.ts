import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import { startOfDate } from "@/lib/platform/day";
import { fetchJson } from "@/lib/platform/http/fetch-json";
import { api } from "@/lib/platform/routes";
import { actionParameters, type ActionFilters } from "./action-filters.rules";

export const actionPageSize = 50;

export const actionListKeys = {
  all: ["action-list"] as const,
  /** The zone counts where days are asked for. */
  list: (filters: ActionFilters, timeZone: string) =>
    ["action-list", filters, filters.from || filters.to ? timeZone : ""] as const,
};

/** The filters as the API takes them. @param timeZone whose days are meant, an IANA name */
export function actionSearch(filters: ActionFilters, timeZone: string): Record<string, string> {
  return actionParameters(filters, {
    from: startOfDate(filters.from, timeZone),
    after: startOfDate(filters.to, timeZone, 1),
  });
}

/** All actions that the filters leave, page by page. */
export const actionsQuery = (filters: ActionFilters, timeZone: string) =>
  infiniteQueryOptions({
    queryKey: actionListKeys.list(filters, timeZone),
    queryFn: ({ pageParam, signal }) => {
      const parameters = new URLSearchParams({
        ...actionSearch(filters, timeZone),
        limit: String(actionPageSize),
        ...(pageParam === null ? {} : { cursor: pageParam }),
      });
      return fetchJson(`${api.actions()}?${parameters.toString()}`, {
        schema: async () => (await import("./listed-action.schemas")).ListedActionPage,
        signal,
      });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  });
