"use client";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { ConfirmDialog } from "@/components/patterns/page/confirm-dialog";
import { Panel } from "@/components/patterns/page/panel";
import { EmptyState } from "@/components/patterns/states/empty-state";
import { QueryError } from "@/components/patterns/states/query-error";
import { DataTable } from "@/components/patterns/tables/data-table";
import type { Column } from "@/components/patterns/tables/data-table.rules";
import { LoadMore } from "@/components/patterns/tables/load-more";
import { TimeAgo } from "@/components/patterns/time/time-ago";
import { PersonName } from "@/components/people/person-name";
import { Button } from "@/components/ui/button";
import { invitationKeys, invitationsQuery, revokeInvitation } from "@/lib/people/invitation.client";
import type { Invitation } from "@/lib/people/invitation.schemas";
import { useStreamInvalidation } from "@/lib/platform/events/stream.client";
import { roleTitles } from "@/lib/platform/permissions.rules";

/** Invitations that can still be used. */
export function InvitationsPanel() {
  const queries = useQueryClient();
  const { data, error, isPending, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery(
    invitationsQuery(),
  );
  useStreamInvalidation(["person.invited", "person.joined", "invitation."], invitationKeys.all, 1_000);
  const invitations = data?.pages.flatMap((page) => page.items) ?? [];
  const columns = useMemo(
    () =>
      columnsWith(async (id) => {
        await revokeInvitation(id);
        await queries.invalidateQueries({ queryKey: invitationKeys.all });
      }),
    [queries],
  );
  return (
    <Panel title="Open invitations" className="mt-6">
      <DataTable
        caption="Open invitations, newest first"
        columns={columns}
        rows={invitations}
        whole={!hasNextPage}
        rowKey={(invitation) => invitation.id}
        loading={isPending}
        error={
          error && invitations.length === 0 ? (
            <QueryError title="The invitations could not be loaded" error={error} onRetry={() => void refetch()} />
          ) : undefined
        }
        empty={<EmptyState title="There are no open invitations" className="py-8!" />}
        footer={
          hasNextPage ? (
            <LoadMore
              shown={invitations.length}
              noun="invitations"
              hasMore
              loading={isFetchingNextPage}
              onLoadMore={() => void fetchNextPage()}
            />
          ) : undefined
        }
      />
    </Panel>
  );
}

function columnsWith(revoke: (id: string) => Promise<void>): Column<Invitation>[] {
  return [
    {
      id: "email",
      header: "E-mail",
      isRowHeader: true,
      truncate: true,
      first: "ascending",
      order: (invitation) => invitation.email,
      cell: (invitation) => (
        <>
          <span className="block truncate">{invitation.email}</span>
          <span className="block truncate text-xs font-normal text-mute">
            {roleTitles[invitation.role]}
            <span className="md:hidden">
              , expires <TimeAgo at={invitation.expiresAt} tabbable={false} />
            </span>
          </span>
        </>
      ),
    },
    {
      id: "by",
      header: "Invited by",
      width: "14rem",
      truncate: true,
      priority: 3,
      cell: (invitation) => <PersonName of={invitation.invitedBy} />,
    },
    {
      id: "expires",
      header: "Expires",
      width: "9rem",
      align: "end",
      priority: 2,
      order: (invitation) => Date.parse(invitation.expiresAt),
      cell: (invitation) => <TimeAgo at={invitation.expiresAt} className="text-mute" />,
    },
    {
      id: "actions",
      header: <span className="sr-only">Actions</span>,
      width: "7rem",
      align: "end",
      cell: (invitation) => (
        <ConfirmDialog
          trigger={<Button size="sm">Revoke…</Button>}
          title={`Take back the invitation for ${invitation.email}?`}
          description="The link stops working at once. You can invite them again."
          confirmLabel="Revoke invitation"
          danger
          onConfirm={() => revoke(invitation.id)}
        />
      ),
    },
  ];
}
