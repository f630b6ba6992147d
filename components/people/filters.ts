import { parseAsString } from "nuqs/server";

const text = parseAsString.withDefault("");

/** The filters of the people page, as they stand in its address. */
export const peopleFilterParsers = { q: text, role: text, status: text };

/** Whose details are open. */
export const openPersonParser = { person: parseAsString };
