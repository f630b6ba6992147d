"use client";

import { useQuery } from "@tanstack/react-query";
import { AgentActions } from "@/components/agents/agent-actions";
import { AgentFacts } from "@/components/agents/agent-facts";
import { AgentMark } from "@/components/agents/agent-mark";
import type { AgentRights } from "@/components/agents/agent-rights";
import { KeysPanel } from "@/components/agents/keys-panel";
import { RecentActions } from "@/components/agents/recent-actions";
import { AuditLink } from "@/components/audit/audit-link";
import { CopyId } from "@/components/patterns/copy/copy-id";
import { OutsideText } from "@/components/patterns/outside/outside-text";
import { Page } from "@/components/patterns/page/page";
import { PageHeader } from "@/components/patterns/page/page-header";
import { QueryError } from "@/components/patterns/states/query-error";
import { useStopScope } from "@/components/stops/stop-scope";
import { PageLink } from "@/components/ui/page-link";
import { agentKeys, agentQuery } from "@/lib/agents/agent.client";
import { spelledOut } from "@/lib/platform/concealed.rules";
import { useStreamInvalidation } from "@/lib/platform/events/stream.client";
import { routes } from "@/lib/platform/routes";
import { scopeLabel } from "@/lib/scopes/stop.rules";

/** One agent: what it is, whether it may act, its keys, and what it asked for last. */
export function AgentScreen({ id, rights }: { id: string; rights: AgentRights }) {
  const { data: agent, error, refetch } = useQuery(agentQuery(id));
  useStreamInvalidation(["agent.", "key.", "stop."], agentKeys.one(id));
  useStopScope(
    agent
      ? {
          type: "agent",
          id: agent.id,
          label: scopeLabel({ type: "agent", id: agent.id, name: spelledOut(agent.name) }),
          hint: "Only this agent.",
        }
      : null,
  );
  if (!agent)
    return (
      <Page>
        {error ? (
          <QueryError title="The agent could not be loaded" error={error} onRetry={() => void refetch()} />
        ) : null}
      </Page>
    );
  return (
    <Page>
      <PageHeader
        above={
          <PageLink href={routes.agents()} className="hover:underline">
            Agents
          </PageLink>
        }
        title={<OutsideText text={agent.name} />}
        meta={
          <span className="inline-flex flex-wrap items-center gap-x-3">
            <AgentMark agent={agent} />
            <CopyId id={agent.id} label="agent id" />
            <AuditLink of={{ subject: agent.id }}>Entries about it</AuditLink>
            <AuditLink of={{ actor: agent.id }}>What it did</AuditLink>
          </span>
        }
        description={agent.description ? <OutsideText lines text={agent.description} /> : undefined}
        actions={<AgentActions agent={agent} rights={rights} />}
      />
      <div className="flex flex-col gap-5">
        <AgentFacts agent={agent} />
        <KeysPanel agent={agent} mayManage={rights.keys} />
        {rights.readActions ? <RecentActions agentId={agent.id} /> : null}
      </div>
    </Page>
  );
}
