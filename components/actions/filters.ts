import { parseAsString } from "nuqs/server";

const text = parseAsString.withDefault("");

/** The filters and the order of the actions page, as they stand in its address. */
export const actionFilterParsers = {
  q: text,
  status: text,
  zone: text,
  outcome: text,
  result: text,
  agent: text,
  kind: text,
  type: text,
  by: text,
  run: text,
  stopId: text,
  from: text,
  to: text,
  window: text,
  cost: text,
  sort: text,
};
