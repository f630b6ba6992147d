"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { type ReactNode, useState } from "react";
import { madeFile } from "@/components/jobs/job-outcome.rules";
import { JobProgress } from "@/components/jobs/job-progress";
import { RequestId } from "@/components/patterns/states/request-id";
import { tellFault } from "@/components/patterns/states/tell-fault";
import { TimeAgo } from "@/components/patterns/time/time-ago";
import { Button } from "@/components/ui/button";
import { buttonClass } from "@/components/ui/button-class";
import { StatusMark } from "@/components/ui/status-mark";
import { cancelJob, jobKeys } from "@/lib/jobs/job.client";
import { isUnfinished } from "@/lib/jobs/job.rules";
import type { Job } from "@/lib/jobs/job.schemas";
import { formatBytes } from "@/lib/platform/format";
import { api } from "@/lib/platform/routes";

export interface JobLineProps {
  job: Job;
  workspaceSlug: string;
  /** What came of it, in words; only asked for when it is done. */
  outcome?: ReactNode;
  /** More buttons, after its own. */
  more?: ReactNode;
}

/** One job: what it is, how it stands, and what can be done with it. */
export function JobLine({ job, workspaceSlug, outcome, more }: JobLineProps) {
  const { id, title, status, progress, output } = job;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-3 py-2.5">
      <div className="min-w-0 flex-[1_1_20rem]">
        <p className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
          <span className="font-semibold">{title}</span>
          <StatusMark status={status} className="self-center text-sm" />
        </p>
        {status === "queued" ? (
          <p className="mt-0.5 text-sm text-mute">
            Asked for <TimeAgo at={job.createdAt} />, and waits for its turn
          </p>
        ) : status === "running" ? (
          <div className="mt-1 flex max-w-xl items-center">
            <JobProgress label={`${title}: progress`} progress={progress} />
          </div>
        ) : (
          <JobEnd job={job} outcome={outcome} />
        )}
      </div>
      <div className="flex flex-wrap items-center gap-2 empty:hidden">
        {output ? (
          <a href={api.jobOutput(id, workspaceSlug)} download className={buttonClass("default", "sm")}>
            <Download size={13} aria-hidden="true" />
            <span>
              Download <span className="font-normal text-mute tabular-nums">{formatBytes(output.bytes)}</span>
            </span>
          </a>
        ) : null}
        {isUnfinished(job) ? <CancelJob job={job} /> : null}
        {more}
      </div>
    </div>
  );
}

/** What became of a job that has ended. */
function JobEnd({
  job: { status, error, output, result, finishedAt, createdAt },
  outcome,
}: Pick<JobLineProps, "job" | "outcome">) {
  const at = <TimeAgo at={finishedAt ?? createdAt} />;
  if (status === "failed")
    return (
      <div className="mt-0.5 text-ink-soft">
        <p className="[overflow-wrap:anywhere]">{error?.detail ?? "It did not work."}</p>
        <p className="flex flex-wrap items-baseline gap-x-3 text-sm text-mute">
          <span>Failed {at}</span>
          <RequestId id={error?.requestId ?? null} />
        </p>
      </div>
    );
  if (status === "cancelled") return <p className="mt-0.5 text-sm text-mute">Cancelled {at}.</p>;
  return (
    <p className="mt-0.5 text-sm text-mute">
      {outcome ? <>{outcome} · </> : null}
      finished {at}
      {result && !output && madeFile({ result }) ? " · its file is no longer kept" : null}
    </p>
  );
}

function CancelJob({ job: { id, title } }: { job: Job }) {
  const queries = useQueryClient();
  const [isCancelling, setCancelling] = useState(false);
  async function cancel(): Promise<void> {
    setCancelling(true);
    try {
      await cancelJob(id);
    } catch (error) {
      tellFault(error);
    }
    // Also when it was refused: it may have ended meanwhile.
    await queries.invalidateQueries({ queryKey: jobKeys.all });
    setCancelling(false);
  }
  return (
    <Button size="sm" loading={isCancelling} aria-label={`Cancel: ${title}`} onClick={() => void cancel()}>
      Cancel
    </Button>
  );
}
