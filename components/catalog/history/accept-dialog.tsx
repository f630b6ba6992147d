"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { LetsThrough } from "@/components/catalog/lets-through";
import { SettingsDiff } from "@/components/catalog/settings-diff";
import { ConfirmDialog } from "@/components/patterns/page/confirm-dialog";
import { QueryError } from "@/components/patterns/states/query-error";
import { toast } from "@/components/ui/notify";
import { Skeleton } from "@/components/ui/skeleton";
import type { ActionType } from "@/lib/catalog/action-type.schemas";
import { catalogKeys } from "@/lib/catalog/catalog.client";
import { differingSettings } from "@/lib/catalog/catalog.rules";
import { acceptTypeProposal, typeProposalQuery } from "@/lib/catalog/type-history.client";
import type { ProposalItem } from "@/lib/versions/version.schemas";

export interface AcceptDialogProps {
  type: ActionType;
  proposal: ProposalItem;
  onDone: () => Promise<void>;
  onClose: () => void;
}

/** What accepting a proposal changes, before it does. */
export function AcceptDialog({ type, proposal, onDone, onClose }: AcceptDialogProps) {
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({ ...typeProposalQuery(type.name, proposal.id), retry: false });
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`Accept this change of ${type.title}?`}
      description={`It becomes version ${type.version + 1} and applies from the next request on. Actions that are already held keep the version they were asked under.`}
      confirmLabel="Accept"
      disabledReason={data ? null : "What it changes is not known yet"}
      onConfirm={async () => {
        const saved = await acceptTypeProposal(type.name, proposal.id);
        queries.setQueryData(catalogKeys.one(type.name), saved);
        await onDone();
        toast(`Accepted: ${saved.title}`, {
          description: `Version ${saved.version} applies from the next request on.`,
        });
      }}
    >
      {error ? (
        <QueryError title="The proposal could not be loaded" error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <>
          <LetsThrough before={type} after={data.settings} />
          <div className="max-h-[40vh] overflow-y-auto" tabIndex={0} role="region" aria-label="What changes">
            <SettingsDiff
              caption="What changes"
              before={type}
              after={data.settings}
              fields={differingSettings(type, data.settings)}
            />
          </div>
        </>
      ) : (
        <Skeleton className="h-20" />
      )}
    </ConfirmDialog>
  );
}
