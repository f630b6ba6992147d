"use client";

import { useQuery } from "@tanstack/react-query";
import { ProposalLine } from "@/components/catalog/history/proposal-line";
import { Panel } from "@/components/patterns/page/panel";
import { QueryError } from "@/components/patterns/states/query-error";
import type { ActionType } from "@/lib/catalog/action-type.schemas";
import { typeProposalsQuery } from "@/lib/catalog/type-history.client";
import { formatQuantity } from "@/lib/platform/format";

/** What somebody has proposed to change and nobody has answered yet; nothing where there is none. */
export function ProposalsPanel({ type, mayManage }: { type: ActionType; mayManage: boolean }) {
  const { data, error, refetch } = useQuery(typeProposalsQuery(type.name));
  if (error && !data)
    return (
      <Panel title="Proposed changes" className="mb-5">
        <QueryError title="Proposals could not be loaded" error={error} onRetry={() => void refetch()} />
      </Panel>
    );
  if (!data || data.items.length === 0) return null;
  return (
    <Panel
      title="Proposed changes"
      meta={`${formatQuantity(data.items.length, "proposal waits", "proposals wait")}`}
      className="mb-5"
    >
      <ol aria-label="Proposals">
        {data.items.map((proposal) => (
          <ProposalLine key={proposal.id} type={type} proposal={proposal} mayManage={mayManage} />
        ))}
      </ol>
    </Panel>
  );
}
