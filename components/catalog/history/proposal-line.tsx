"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { AcceptDialog } from "@/components/catalog/history/accept-dialog";
import { changedWords } from "@/components/catalog/history/changed-words";
import { RejectDialog } from "@/components/catalog/history/reject-dialog";
import { DifferenceFrom } from "@/components/catalog/history/version-difference";
import { QueryError } from "@/components/patterns/states/query-error";
import { TimeAgo } from "@/components/patterns/time/time-ago";
import { FoldedText } from "@/components/patterns/values/folded-text";
import { PersonName } from "@/components/people/person-name";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import type { ActionType } from "@/lib/catalog/action-type.schemas";
import { catalogKeys } from "@/lib/catalog/catalog.client";
import { typeProposalQuery } from "@/lib/catalog/type-history.client";
import { ownMeQuery } from "@/lib/people/account.client";
import type { ProposalItem } from "@/lib/versions/version.schemas";
import { settingsQuery } from "@/lib/workspaces/settings.client";

export interface ProposalLineProps {
  type: ActionType;
  proposal: ProposalItem;
  mayManage: boolean;
}

/** A proposal that waits: who, when, why and what; accepted or rejected by whoever may. */
export function ProposalLine({ type, proposal, mayManage }: ProposalLineProps) {
  const queries = useQueryClient();
  const { data: me } = useQuery({ ...ownMeQuery(), staleTime: Number.POSITIVE_INFINITY });
  const { data: workspace } = useQuery(settingsQuery());
  const [open, setOpen] = useState(false);
  const [asking, setAsking] = useState<"accept" | "reject" | null>(null);
  const id = useId();
  const own = me !== undefined && proposal.author?.id === me.person.id;
  const refusal = proposal.stale
    ? `It was made from version ${proposal.baseVersion ?? 0}, and version ${type.version} applies now. Propose it again.`
    : own && workspace?.controlsNeedAnotherPerson
      ? "You proposed this: another person has to accept it."
      : null;
  const done = () => queries.invalidateQueries({ queryKey: catalogKeys.all });
  return (
    <li className="border-t border-line-soft first:border-t-0">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-3 py-2.5">
        <div className="min-w-0 flex-[1_1_16rem]">
          <p className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5">
            <b className="font-semibold">{changedWords(proposal.changed)}</b>
            {proposal.stale ? <Badge>made from an older version</Badge> : null}
            <span className="text-mute">
              {proposal.author ? <PersonName of={proposal.author} /> : null} ·{" "}
              <TimeAgo at={proposal.proposedAt} tabbable={false} />
            </span>
          </p>
          {proposal.reason === null ? null : (
            <p className="mt-0.5 [overflow-wrap:anywhere] text-ink-soft">
              <FoldedText text={proposal.reason} of="Reason" />
            </p>
          )}
          {mayManage && refusal ? <p className="mt-0.5 text-sm text-mute">{refusal}</p> : null}
        </div>
        <div className="flex flex-wrap gap-1.5">
          <Button size="sm" variant="quiet" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
            {open ? "Hide changes" : "Show changes"}
          </Button>
          {mayManage ? (
            <>
              <Button size="sm" onClick={() => setAsking("reject")}>
                {own ? "Take back…" : "Reject…"}
              </Button>
              <Button size="sm" variant="primary" disabledReason={refusal} onClick={() => setAsking("accept")}>
                Accept…
              </Button>
            </>
          ) : null}
        </div>
      </div>
      <div id={id} className={open ? "border-t border-line-soft bg-sunk" : undefined}>
        {open ? <ProposedDifference name={type.name} proposal={proposal} /> : null}
      </div>
      {asking === "accept" ? (
        <AcceptDialog type={type} proposal={proposal} onDone={done} onClose={() => setAsking(null)} />
      ) : null}
      {asking === "reject" ? (
        <RejectDialog name={type.name} id={proposal.id} own={own} onDone={done} onClose={() => setAsking(null)} />
      ) : null}
    </li>
  );
}

function ProposedDifference({ name, proposal }: { name: string; proposal: ProposalItem }) {
  const { data, error, refetch } = useQuery({ ...typeProposalQuery(name, proposal.id), retry: false });
  if (error)
    return <QueryError title="The proposal could not be loaded" error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="m-3 h-16" />;
  return <DifferenceFrom name={name} from={proposal.baseVersion ?? 1} to={data.settings} caption="What is proposed" />;
}
