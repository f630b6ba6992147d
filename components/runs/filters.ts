import { parseAsString } from "nuqs/server";
import type { RunFilters } from "@/lib/runs/run.client";

const text = parseAsString.withDefault("");

/** The filters and the order of the runs page, as they stand in its address. */
export const runFilterParsers = { q: text, status: text, agentId: text, sort: text };

/** Whether anything narrows the list; its order does not. */
export function isFiltered({ sort: _sort, ...filters }: RunFilters): boolean {
  return Object.values(filters).some((value: string) => value !== "");
}
