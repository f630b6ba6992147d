import { Clamped } from "@/components/patterns/outside/clamped";
import { OutsideText } from "@/components/patterns/outside/outside-text";
import { Sentence } from "@/components/patterns/outside/sentence";
import type { Column } from "@/components/patterns/tables/data-table.rules";
import { TimeAgo } from "@/components/patterns/time/time-ago";
import { Money } from "@/components/patterns/values/money";
import { DeciderName } from "@/components/people/decider-name";
import { PageLink } from "@/components/ui/page-link";
import { SignalMark } from "@/components/ui/signal-mark";
import { type Status, StatusMark } from "@/components/ui/status-mark";
import type { ListedAction } from "@/lib/actions/listed-action.schemas";
import { formatNumber } from "@/lib/platform/format";
import { routes } from "@/lib/platform/routes";

/** What the reader may see beside the actions themselves, and so is led to. */
export interface LeadsTo {
  runs: boolean;
  agents: boolean;
  catalog: boolean;
  log: boolean;
  /** They may be asked to decide: in red, a confidence must not sway them before they have chosen. */
  decisions: boolean;
}

const linkClass = "hover:underline";

/** How it stands: what came of it, else how it was decided, else that it waits. */
function statusOf({ execution, settling, decision, status }: ListedAction): Status {
  if (execution) return execution.status;
  if (settling) return "settling";
  if (decision?.outcome === "edit") return "edited";
  return status;
}

/** The columns of the page of all actions; its first one leads to the evidence, the run and the proof. */
export function actionColumns(leads: LeadsTo): Column<ListedAction>[] {
  return [
    { id: "sentence", header: "What", isRowHeader: true, cell: (action) => <What action={action} leads={leads} /> },
    { id: "zone", header: "Zone", width: "5.5rem", priority: 2, cell: (action) => <SignalMark signal={action.zone} /> },
    { id: "status", header: "Status", width: "7rem", cell: (action) => <StatusMark status={statusOf(action)} /> },
    {
      id: "who",
      header: "Agent and type",
      width: "13rem",
      truncate: true,
      priority: 2,
      cell: (action) => <AgentAndType action={action} leads={leads} />,
    },
    {
      id: "by",
      header: "Decided by",
      width: "9rem",
      truncate: true,
      priority: 3,
      cell: ({ decision }) =>
        decision ? <DeciderName by={decision.by} tabbable={false} /> : <span className="text-mute">nobody yet</span>,
    },
    {
      id: "cost",
      header: "Cost",
      align: "end",
      width: "7rem",
      priority: 3,
      sortable: true,
      cell: ({ estimatedCost }) =>
        estimatedCost ? <Money value={estimatedCost} /> : <span className="text-mute">none said</span>,
    },
    {
      id: "confidence",
      header: "Confidence",
      align: "end",
      width: "6.5rem",
      priority: 3,
      sortable: true,
      cell: (action) => <Confidence action={action} hidden={leads.decisions} />,
    },
    {
      id: "asked",
      header: "Asked",
      align: "end",
      width: "7rem",
      priority: 2,
      sortable: true,
      cell: ({ createdAt }) => <TimeAgo at={createdAt} tabbable={false} className="text-mute" />,
    },
  ];
}

interface CellProps {
  action: ListedAction;
  leads: LeadsTo;
}

function What({ action, leads }: CellProps) {
  return (
    <>
      <PageLink href={routes.approval(action.id)} tabIndex={-1} className={linkClass}>
        <Clamped lines={2}>
          <Sentence text={action.sentence} />
        </Clamped>
      </PageLink>
      <span className="mt-0.5 flex flex-wrap items-center gap-x-3 text-xs font-normal text-mute">
        <SignalMark signal={action.zone} className="md:hidden" />
        <span className="min-w-0 truncate md:hidden">
          <OutsideText text={action.agentName} />
        </span>
        <TimeAgo at={action.createdAt} tabbable={false} className="md:hidden" />
        {action.runId && leads.runs ? (
          <PageLink href={routes.run(action.runId)} tabIndex={-1} className={linkClass}>
            Run
          </PageLink>
        ) : null}
        {leads.log ? (
          <PageLink href={routes.audit({ subject: action.id })} tabIndex={-1} className={linkClass}>
            Proof
          </PageLink>
        ) : null}
      </span>
    </>
  );
}

function AgentAndType({ action, leads }: CellProps) {
  const agent = <OutsideText text={action.agentName} />;
  const type = <OutsideText text={action.action} />;
  return (
    <>
      {leads.agents ? (
        <PageLink href={routes.agent(action.agentId)} tabIndex={-1} className={linkClass}>
          {agent}
        </PageLink>
      ) : (
        agent
      )}
      <span className="block truncate text-xs text-mute">
        {leads.catalog && action.typeVersion !== null ? (
          <PageLink href={routes.actionType(action.action)} tabIndex={-1} className={linkClass}>
            {type}
          </PageLink>
        ) : (
          type
        )}
        {action.typeVersion === null ? ", not in the catalog" : null}
      </span>
    </>
  );
}

function Confidence({ action, hidden }: { action: ListedAction; hidden: boolean }) {
  if (hidden && action.zone === "red" && action.status === "pending") {
    return (
      <span className="text-mute" title="Shown when it is decided: the agent’s confidence should not sway you.">
        hidden
      </span>
    );
  }
  return action.confidence === null ? (
    <span className="text-mute">none said</span>
  ) : (
    <span className="tabular-nums">{formatNumber(action.confidence, 3)}</span>
  );
}
