import { parseAsString } from "nuqs/server";
import type { PeopleFilters } from "@/lib/people/people.client";

const text = parseAsString.withDefault("");

/** The filters and the order of the people page, as they stand in its address. */
export const peopleFilterParsers = { q: text, role: text, status: text, sort: text };

/** Whether anything narrows the list; its order does not. */
export function isFiltered({ sort: _sort, ...filters }: PeopleFilters): boolean {
  return Object.values(filters).some((value: string) => value !== "");
}

/** Whose details are open. */
export const openPersonParser = { person: parseAsString };
