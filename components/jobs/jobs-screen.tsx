"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { JobLine } from "@/components/jobs/job-line";
import { jobOutcome } from "@/components/jobs/job-outcome.rules";
import { Page } from "@/components/patterns/page/page";
import { PageHeader } from "@/components/patterns/page/page-header";
import { Card } from "@/components/patterns/page/panel";
import { EmptyState } from "@/components/patterns/states/empty-state";
import { QueryError } from "@/components/patterns/states/query-error";
import { LoadMore } from "@/components/patterns/tables/load-more";
import { Skeleton } from "@/components/ui/skeleton";
import { jobKeys, ownJobsQuery } from "@/lib/jobs/job.client";
import type { Job } from "@/lib/jobs/job.schemas";
import { useStreamInvalidation } from "@/lib/platform/events/stream.client";

/** What the reader asked for that takes its time: what runs, and what came of the rest. */
export function JobsScreen({ workspaceSlug }: { workspaceSlug: string }) {
  const { data, error, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery(ownJobsQuery());
  useStreamInvalidation(["job."], jobKeys.own, 500);
  const jobs = data?.pages.flatMap((page) => page.items);
  return (
    <Page width="text">
      <PageHeader
        title="Jobs"
        description="Long work that you asked for in this workspace. It goes on when you leave, and is kept for seven days after it has ended."
      />
      <Card>
        {jobs ? (
          <JobList jobs={jobs} workspaceSlug={workspaceSlug} />
        ) : error ? (
          <QueryError title="Your jobs could not be loaded" error={error} onRetry={() => void refetch()} />
        ) : (
          <Skeleton className="m-3 h-12" />
        )}
        {jobs && hasNextPage ? (
          <LoadMore
            shown={jobs.length}
            noun="jobs"
            hasMore
            loading={isFetchingNextPage}
            onLoadMore={() => void fetchNextPage()}
          />
        ) : null}
      </Card>
    </Page>
  );
}

function JobList({ jobs, workspaceSlug }: { jobs: readonly Job[]; workspaceSlug: string }) {
  if (jobs.length === 0)
    return (
      <EmptyState title="You have no jobs">
        Work that takes its time, such as the export of the whole audit log, shows its progress here.
      </EmptyState>
    );
  return (
    <ul aria-label="Your jobs, newest first" className="divide-y divide-line-soft">
      {jobs.map((job) => (
        <li key={job.id}>
          <JobLine job={job} workspaceSlug={workspaceSlug} outcome={jobOutcome(job)} />
        </li>
      ))}
    </ul>
  );
}
