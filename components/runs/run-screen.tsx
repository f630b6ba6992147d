"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { AuditLink } from "@/components/audit/audit-link";
import { CopyId } from "@/components/patterns/copy/copy-id";
import { Clamped } from "@/components/patterns/outside/clamped";
import { OutsideText } from "@/components/patterns/outside/outside-text";
import { Page } from "@/components/patterns/page/page";
import { PageHeader } from "@/components/patterns/page/page-header";
import { Panel } from "@/components/patterns/page/panel";
import { QueryError } from "@/components/patterns/states/query-error";
import { DataTable } from "@/components/patterns/tables/data-table";
import { JsonView } from "@/components/patterns/values/json-view";
import type { JsonValue } from "@/components/patterns/values/value-rows";
import { runColumns } from "@/components/runs/run-columns";
import { RunFacts } from "@/components/runs/run-facts";
import { RunMark } from "@/components/runs/run-mark";
import { RunSteps } from "@/components/runs/run-steps";
import { useStopScope } from "@/components/stops/stop-scope";
import { PageLink } from "@/components/ui/page-link";
import { spelledOut } from "@/lib/platform/concealed.rules";
import { useStreamInvalidation } from "@/lib/platform/events/stream.client";
import { formatQuantity } from "@/lib/platform/format";
import { routes } from "@/lib/platform/routes";
import { runKeys, runQuery } from "@/lib/runs/run.client";
import { scopeLabel } from "@/lib/scopes/stop.rules";

const lookAlive = ["run.", "action.", "stop."];

/** One run: what it is for, how long it may still act, and what it asked for, in order. */
export function RunScreen({ id }: { id: string }) {
  const router = useRouter();
  const { data: run, error, refetch } = useQuery(runQuery(id));
  useStreamInvalidation(lookAlive, runKeys.one(id));
  useStopScope(
    run?.status === "active"
      ? {
          type: "run",
          id: run.id,
          label: scopeLabel({ type: "run", id: run.id, name: spelledOut(shorten(run.task)) }),
          hint: `Only this run of ${spelledOut(run.agentName)}.`,
        }
      : null,
  );
  if (!run)
    return (
      <Page>
        {error ? <QueryError title="The run could not be loaded" error={error} onRetry={() => void refetch()} /> : null}
      </Page>
    );
  return (
    <Page>
      <PageHeader
        above={
          <>
            <PageLink href={routes.runs()} className="hover:underline">
              Runs
            </PageLink>
            {run.parent ? (
              <>
                <span aria-hidden="true">/</span>
                <PageLink href={routes.run(run.parent.id)} className="max-w-[48ch] min-w-0 hover:underline">
                  <Clamped>
                    <OutsideText text={run.parent.task} />
                  </Clamped>
                </PageLink>
              </>
            ) : null}
          </>
        }
        title={<OutsideText text={run.task} />}
        meta={
          <span className="inline-flex flex-wrap items-center gap-x-3 gap-y-2">
            <RunMark run={run} />
            <CopyId id={run.id} label="run id" />
            <PageLink
              href={routes.actions({ run: run.id })}
              className="inline-flex min-h-6 items-center hover:underline"
            >
              Its actions
            </PageLink>
            <AuditLink of={{ subject: run.id }}>Audit entries</AuditLink>
          </span>
        }
      />
      <div className="flex flex-col gap-5">
        <RunFacts run={run} />
        <RunSteps run={run} />
        {run.children.length > 0 ? (
          <Panel title="Runs it started" meta={formatQuantity(run.children.length, "run")}>
            <DataTable
              caption="Runs that this run started"
              columns={runColumns}
              rows={run.children}
              whole
              rowKey={(child) => child.id}
              onRowOpen={(child) => router.push(routes.run(child.id))}
            />
          </Panel>
        ) : null}
        {run.context ? (
          <Panel title="Context" meta="given by the agent when it began" padded>
            <JsonView value={run.context as JsonValue} label="Context of the run" />
          </Panel>
        ) : null}
      </div>
    </Page>
  );
}

const labelLength = 48;

function shorten(task: string): string {
  return task.length > labelLength ? `${task.slice(0, labelLength - 1)}…` : task;
}
