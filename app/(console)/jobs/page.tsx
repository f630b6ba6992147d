import { dehydrate, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { Hydrated } from "@/app/hydrated";
import { JobsScreen } from "@/components/jobs/jobs-screen";
import { jobPageSize, ownJobsQuery } from "@/lib/jobs/job.client";
import { listJobs } from "@/lib/jobs/job.views";
import { requirePerson } from "@/lib/sign-in/current-person.service";

export const metadata: Metadata = { title: "Jobs" };

export default async function JobsPage() {
  const me = await requirePerson();
  const queries = new QueryClient();
  await queries.prefetchInfiniteQuery({ ...ownJobsQuery(), queryFn: () => listJobs(me, { limit: jobPageSize }) });
  return (
    <Hydrated state={dehydrate(queries)}>
      <JobsScreen workspaceSlug={me.workspaceSlug} />
    </Hydrated>
  );
}
