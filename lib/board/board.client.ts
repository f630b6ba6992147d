import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { startOfDay } from "@/lib/platform/day";
import { fetchJson } from "@/lib/platform/http/fetch-json";
import { api } from "@/lib/platform/routes";

export const boardKey = ["board"] as const;

/** The board of the last minutes, and the viewer's day by hours. */
export const boardQuery = (minutes: number) =>
  queryOptions({
    queryKey: [...boardKey, minutes],
    queryFn: ({ signal }) =>
      fetchJson(`${api.board()}?${new URLSearchParams({ minutes: String(minutes), since: startOfDay() }).toString()}`, {
        schema: async () => (await import("./board.schemas")).Board,
        signal,
      }),
    // Events bring it up to date at once; this is for what has no event, such as a permit that ran out.
    refetchInterval: 15_000,
    placeholderData: keepPreviousData,
  });
