import { autonomyLabel, tierLabel } from "@/components/agents/agent-words.rules";
import { OutsideText } from "@/components/patterns/outside/outside-text";
import { FactGrid } from "@/components/patterns/page/fact-grid";
import { Card } from "@/components/patterns/page/panel";
import { TimeAgo } from "@/components/patterns/time/time-ago";
import { PersonName } from "@/components/people/person-name";
import { PageLink } from "@/components/ui/page-link";
import type { AgentDetail } from "@/lib/agents/agent.schemas";
import { routes } from "@/lib/platform/routes";

const nothing = <span className="font-normal text-mute">none</span>;

/** What the agent is, who answers for it, and why it stands as it does. */
export function AgentFacts({ agent }: { agent: AgentDetail }) {
  const { statusChange, team, createdBy, parentAgentId, lastUsedAt } = agent;
  return (
    <Card>
      {agent.stopped ? (
        <p className="border-b border-line-soft bg-danger-soft px-3 py-2 text-danger">
          A pulled stop holds everything this agent could do. Nothing it asks is allowed until it is re-armed.
        </p>
      ) : null}
      {statusChange && agent.status !== "active" ? (
        <p className="border-b border-line-soft px-3 py-2">
          <b className="font-semibold">{agent.status === "paused" ? "Paused" : "Retired"}</b> by{" "}
          <PersonName of={statusChange.by} />, <TimeAgo at={statusChange.at} />
          {statusChange.reason ? (
            <>
              : “<OutsideText text={statusChange.reason} />”
            </>
          ) : (
            <span className="text-mute">; no reason was given</span>
          )}
        </p>
      ) : null}
      <FactGrid
        facts={[
          { label: "Kind", value: agent.kind },
          { label: "Owned by", value: team ? <OutsideText text={team.name} /> : nothing },
          { label: "Tier", value: tierLabel(agent.tier) },
          { label: "Autonomy", value: autonomyLabel(agent.autonomy) },
          {
            label: "Works under",
            value: parentAgentId ? (
              <PageLink href={routes.agent(parentAgentId)} className="text-accent hover:underline">
                <OutsideText text={agent.parentAgentName ?? parentAgentId} />
              </PageLink>
            ) : (
              nothing
            ),
          },
          {
            label: "Registered",
            value: <TimeAgo at={agent.createdAt} />,
            detail: createdBy ? <RegisteredBy by={createdBy} /> : undefined,
          },
          {
            label: "Last heard",
            value: lastUsedAt ? <TimeAgo at={lastUsedAt} /> : <span className="font-normal text-mute">never</span>,
            detail: "with any key",
          },
        ]}
      />
    </Card>
  );
}

function RegisteredBy({ by }: { by: NonNullable<AgentDetail["createdBy"]> }) {
  return (
    <>
      by <PersonName of={by} />
    </>
  );
}
