import { dehydrate, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { createLoader } from "nuqs/server";
import { Hydrated } from "@/app/hydrated";
import { AuditScreen } from "@/components/audit/audit-screen";
import { auditFilterParsers } from "@/components/audit/filters";
import { auditSearch, checkpointsQuery, entriesQuery } from "@/lib/audit/audit.client";
import { AuditQuery } from "@/lib/audit/audit.schemas";
import { listCheckpoints, searchEntries } from "@/lib/audit/audit.views";
import { logExportKind } from "@/lib/exports/log-export.rules";
import { newestJobQuery } from "@/lib/jobs/job.client";
import { listJobs } from "@/lib/jobs/job.views";
import { heavyRead } from "@/lib/platform/http/room";
import { currentTimeZone, requirePerson } from "@/lib/sign-in/current-person.service";

export const metadata: Metadata = { title: "Audit" };

const loadFilters = createLoader(auditFilterParsers);

export default async function AuditPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const me = await requirePerson("audit:read");
  const [filters, timeZone] = await Promise.all([loadFilters(searchParams), currentTimeZone()]);
  const queries = new QueryClient();
  const [checkpoints, exports] = await Promise.all([
    listCheckpoints(me.workspaceId, { limit: 1 }),
    listJobs(me, { kind: logExportKind, limit: 1 }),
    // A filter that makes no sense is told to the reader by the browser's own request.
    queries.prefetchInfiniteQuery({
      ...entriesQuery(filters, timeZone),
      queryFn: ({ pageParam }) =>
        heavyRead(me.personId, () =>
          searchEntries(me.workspaceId, AuditQuery.parse(auditSearch(filters, timeZone, pageParam))),
        ),
    }),
  ]);
  queries.setQueryData(newestJobQuery(logExportKind).queryKey, exports.items[0] ?? null);
  queries.setQueryData(checkpointsQuery().queryKey, checkpoints);
  return (
    <Hydrated state={dehydrate(queries)}>
      <AuditScreen workspaceSlug={me.workspaceSlug} />
    </Hydrated>
  );
}
