import { OutsideText } from "@/components/patterns/outside/outside-text";
import type { Column } from "@/components/patterns/tables/data-table.rules";
import { TimeAgo } from "@/components/patterns/time/time-ago";
import { ActionTally } from "@/components/runs/action-tally";
import { RunMark } from "@/components/runs/run-mark";
import { TimeUsed } from "@/components/runs/time-used";
import { PageLink } from "@/components/ui/page-link";
import { routes } from "@/lib/platform/routes";
import type { Run } from "@/lib/runs/run.schemas";

/** The columns of the runs page, and of a run's children. */
export const runColumns: Column<Run>[] = [
  {
    id: "task",
    sortable: true,
    first: "ascending",
    header: "Run",
    isRowHeader: true,
    truncate: true,
    order: (run) => run.task,
    cell: (run) => (
      <>
        <PageLink href={routes.run(run.id)} tabIndex={-1} className="hover:underline">
          <OutsideText text={run.task} />
        </PageLink>
        <span className="block truncate text-xs font-normal text-mute md:hidden">
          <OutsideText text={run.agentName} />
        </span>
      </>
    ),
  },
  {
    id: "agent",
    header: "Agent",
    width: "11rem",
    truncate: true,
    priority: 2,
    first: "ascending",
    order: (run) => run.agentName,
    cell: (run) => (
      <PageLink href={routes.agent(run.agentId)} tabIndex={-1} className="hover:underline">
        <OutsideText text={run.agentName} />
      </PageLink>
    ),
  },
  {
    id: "status",
    header: "Status",
    width: "8rem",
    first: "ascending",
    order: (run) => run.status,
    cell: (run) => <RunMark run={run} />,
  },
  {
    id: "actions",
    header: "Actions",
    width: "12rem",
    priority: 2,
    cell: (run) => <ActionTally counts={run.actions} />,
  },
  {
    id: "time",
    header: "Left, or lasted",
    align: "end",
    width: "9rem",
    priority: 3,
    cell: (run) => <TimeUsed run={run} />,
  },
  {
    id: "ended",
    header: "Ended",
    align: "end",
    width: "7rem",
    priority: 3,
    sortable: true,
    order: (run) => (run.endedAt ? Date.parse(run.endedAt) : null),
    cell: (run) =>
      run.endedAt ? (
        <TimeAgo at={run.endedAt} tabbable={false} className="text-mute" />
      ) : (
        <span className="text-mute">–</span>
      ),
  },
  {
    id: "started",
    sortable: true,
    header: "Started",
    align: "end",
    width: "7rem",
    priority: 2,
    order: (run) => Date.parse(run.startedAt),
    cell: (run) => <TimeAgo at={run.startedAt} tabbable={false} className="text-mute" />,
  },
];
