import { parseAsString } from "nuqs/server";
import type { RunFilters } from "@/lib/runs/run.client";

const text = parseAsString.withDefault("");

/** The filters of the runs page, as they stand in its address. */
export const runFilterParsers = { q: text, status: text, agentId: text };

/** Whether anything narrows the list. */
export function isFiltered(filters: RunFilters): boolean {
  return Object.values(filters).some((value: string) => value !== "");
}
