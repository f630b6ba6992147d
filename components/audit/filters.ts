import { parseAsString } from "nuqs/server";
import type { AuditFilters } from "@/lib/audit/audit.client";

const text = parseAsString.withDefault("");

/** The filters and the order of the audit page, as they stand in its address. */
export const auditFilterParsers = {
  event: text,
  actor: text,
  subject: text,
  q: text,
  from: text,
  to: text,
  sort: text,
};

/** Whether anything narrows the list; its order does not. */
export function isFiltered({ sort: _sort, ...filters }: AuditFilters): boolean {
  return Object.values(filters).some((value: string) => value !== "");
}
