import { parseAsString } from "nuqs/server";

const text = parseAsString.withDefault("");

/** What the catalog is narrowed by and its order, as they stand in its address. */
export const catalogFilterParsers = { q: text, sort: text };
