"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { FileDown } from "lucide-react";
import { useRef, useState } from "react";
import { JobLine } from "@/components/jobs/job-line";
import { jobOutcome } from "@/components/jobs/job-outcome.rules";
import { Card } from "@/components/patterns/page/panel";
import { tellFault } from "@/components/patterns/states/tell-fault";
import { Button } from "@/components/ui/button";
import { PageLink } from "@/components/ui/page-link";
import { askForLogExport } from "@/lib/exports/log-export.client";
import { logExportKind } from "@/lib/exports/log-export.rules";
import { jobKeys, newestJobQuery } from "@/lib/jobs/job.client";
import { isUnfinished } from "@/lib/jobs/job.rules";
import { useStreamInvalidation } from "@/lib/platform/events/stream.client";
import { ProblemError } from "@/lib/platform/http/fetch-json";
import { routes } from "@/lib/platform/routes";

/** Has the whole log made into a file: as long work, which the reader need not wait for. */
export function ExportLog() {
  const queries = useQueryClient();
  const { data: job } = useQuery(newestJobQuery(logExportKind));
  const [isAsking, setAsking] = useState(false);
  const attempt = useRef<string>(undefined);
  async function ask(): Promise<void> {
    setAsking(true);
    // Until it is known what became of it, pressing again asks for the same one.
    attempt.current ??= crypto.randomUUID();
    try {
      queries.setQueryData(newestJobQuery(logExportKind).queryKey, await askForLogExport(attempt.current));
      attempt.current = undefined;
    } catch (error) {
      if (error instanceof ProblemError && error.status !== 0) attempt.current = undefined;
      tellFault(error);
    }
    setAsking(false);
    await queries.invalidateQueries({ queryKey: jobKeys.own });
  }
  return (
    <Button
      icon={<FileDown size={14} aria-hidden="true" />}
      loading={isAsking}
      disabledReason={job && isUnfinished(job) ? "Your export is being made: see below." : null}
      onClick={() => void ask()}
    >
      Export the whole log
    </Button>
  );
}

/** The reader's newest export: its progress, then the file. Nothing where there is none. */
export function NewestLogExport({ workspaceSlug }: { workspaceSlug: string }) {
  const { data: job } = useQuery(newestJobQuery(logExportKind));
  useStreamInvalidation(["job."], jobKeys.newest(logExportKind), 500);
  if (!job) return null;
  return (
    <section aria-label="Your newest export">
      <Card>
        <JobLine
          job={job}
          workspaceSlug={workspaceSlug}
          outcome={jobOutcome(job)}
          more={
            <PageLink href={routes.jobs()} className="text-sm text-accent underline-offset-2 hover:underline">
              All your jobs
            </PageLink>
          }
        />
      </Card>
    </section>
  );
}
