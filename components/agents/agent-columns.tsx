import { AgentMark } from "@/components/agents/agent-mark";
import { autonomyLabel, tierLabel } from "@/components/agents/agent-words.rules";
import { OutsideText } from "@/components/patterns/outside/outside-text";
import type { Column } from "@/components/patterns/tables/data-table.rules";
import { TimeAgo } from "@/components/patterns/time/time-ago";
import { Badge } from "@/components/ui/badge";
import { PageLink } from "@/components/ui/page-link";
import type { Agent } from "@/lib/agents/agent.schemas";
import { formatQuantity } from "@/lib/platform/format";
import { routes } from "@/lib/platform/routes";

/** The columns of the agents page. */
export const agentColumns: Column<Agent>[] = [
  {
    id: "name",
    sortable: true,
    first: "ascending",
    header: "Agent",
    isRowHeader: true,
    truncate: true,
    cell: (agent) => <NameCell agent={agent} />,
  },
  { id: "status", header: "Status", width: "7rem", cell: (agent) => <AgentMark agent={agent} /> },
  {
    id: "kind",
    sortable: true,
    first: "ascending",
    header: "Kind",
    width: "9rem",
    priority: 2,
    cell: (agent) => <Badge>{agent.kind}</Badge>,
  },
  {
    id: "team",
    sortable: true,
    first: "ascending",
    header: "Owned by",
    width: "10rem",
    truncate: true,
    priority: 2,
    cell: (agent) => (agent.team ? <OutsideText text={agent.team.name} /> : <span className="text-mute">nobody</span>),
  },
  {
    id: "tier",
    header: "Tier, autonomy",
    width: "13rem",
    priority: 3,
    cell: (agent) => (
      <span className="text-ink-soft">
        {tierLabel(agent.tier)}, {autonomyLabel(agent.autonomy).toLowerCase()}
      </span>
    ),
  },
  {
    id: "keys",
    sortable: true,
    header: "Keys",
    align: "end",
    width: "6rem",
    priority: 3,
    cell: (agent) =>
      agent.activeKeys === 0 ? (
        <span className="text-mute">none</span>
      ) : (
        <span className="tabular-nums">{formatQuantity(agent.activeKeys, "key")}</span>
      ),
  },
  {
    id: "used",
    sortable: true,
    header: "Last heard",
    align: "end",
    width: "7rem",
    priority: 2,
    cell: (agent) =>
      agent.lastUsedAt ? (
        <TimeAgo at={agent.lastUsedAt} tabbable={false} className="text-mute" />
      ) : (
        <span className="text-mute">never</span>
      ),
  },
];

function NameCell({ agent }: { agent: Agent }) {
  return (
    <>
      <PageLink href={routes.agent(agent.id)} tabIndex={-1} className="hover:underline">
        <OutsideText text={agent.name} />
      </PageLink>
      <span className="block truncate text-xs font-normal text-mute md:hidden">
        {agent.kind}
        <OutsideText text={agent.team ? ` · ${agent.team.name}` : ""} />
      </span>
      {agent.description ? (
        <span className="block truncate text-xs font-normal text-mute max-md:hidden">
          <OutsideText text={agent.description} />
        </span>
      ) : null}
    </>
  );
}
