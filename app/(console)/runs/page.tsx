import { dehydrate, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { createLoader } from "nuqs/server";
import { Hydrated } from "@/app/hydrated";
import { runFilterParsers } from "@/components/runs/filters";
import { RunsScreen } from "@/components/runs/runs-screen";
import { listRead } from "@/lib/platform/http/room";
import { runSearch, runsQuery } from "@/lib/runs/run.client";
import { RunQuery } from "@/lib/runs/run.schemas";
import { listRuns } from "@/lib/runs/run.views";
import { requirePerson } from "@/lib/sign-in/current-person.service";

export const metadata: Metadata = { title: "Runs" };

const loadFilters = createLoader(runFilterParsers);

export default async function RunsPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const me = await requirePerson("run:read");
  const filters = await loadFilters(searchParams);
  const queries = new QueryClient();
  // A filter that makes no sense is told to the reader by the browser's own request.
  await queries.prefetchInfiniteQuery({
    ...runsQuery(filters),
    queryFn: ({ pageParam }) =>
      listRead(me.personId, filters.q, () => listRuns(me, RunQuery.parse(runSearch(filters, pageParam)))),
  });
  return (
    <Hydrated state={dehydrate(queries)}>
      <RunsScreen />
    </Hydrated>
  );
}
