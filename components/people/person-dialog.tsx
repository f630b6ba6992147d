"use client";

import { useQuery } from "@tanstack/react-query";
import { CopyId } from "@/components/patterns/copy/copy-id";
import { FactGrid } from "@/components/patterns/page/fact-grid";
import { QueryError } from "@/components/patterns/states/query-error";
import { TimeAgo } from "@/components/patterns/time/time-ago";
import { PersonActions } from "@/components/people/person-actions";
import { PersonCredentials } from "@/components/people/person-credentials";
import { Dialog } from "@/components/ui/dialog";
import { PageLink } from "@/components/ui/page-link";
import { Skeleton } from "@/components/ui/skeleton";
import { StatusMark } from "@/components/ui/status-mark";
import { personQuery } from "@/lib/people/people.client";
import type { Person } from "@/lib/people/people.schemas";
import { formatQuantity } from "@/lib/platform/format";
import { permissionsOf, roleTitles } from "@/lib/platform/permissions.rules";
import { routes } from "@/lib/platform/routes";

export interface PersonDialogProps {
  id: string | null;
  viewer: { id: string; mayManage: boolean };
  onClose: () => void;
}

/** One person: what they may do, where they belong, and what an administrator can change. */
export function PersonDialog({ id, viewer, onClose }: PersonDialogProps) {
  const { data: person, error, refetch } = useQuery({ ...personQuery(id ?? ""), enabled: id !== null });
  return (
    <Dialog
      open={id !== null}
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={person?.name ?? "Person"}
      description={person?.email}
      width="lg"
    >
      {person ? (
        <div className="flex flex-col gap-5">
          <PersonFacts person={person} />
          {viewer.mayManage ? <PersonCredentials personId={person.id} /> : null}
          {viewer.mayManage ? (
            <PersonActions key={`${person.id} ${person.role} ${person.status}`} person={person} viewer={viewer} />
          ) : null}
        </div>
      ) : error ? (
        <QueryError title="This person could not be loaded" error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton className="h-40 w-full" />
      )}
    </Dialog>
  );
}

function PersonFacts({ person }: { person: Person }) {
  const rights = permissionsOf(person.role).filter((permission) => !permission.endsWith(":read"));
  return (
    <FactGrid
      facts={[
        {
          label: "Role",
          value: roleTitles[person.role],
          detail: person.roleFrom ? `follows the groups of ${person.roleFrom}` : undefined,
        },
        { label: "Status", value: <StatusMark status={person.status} /> },
        { label: "Teams", value: person.teams.length > 0 ? person.teams.map((team) => team.name).join(", ") : "none" },
        {
          label: "Last seen",
          value: person.lastSeenAt ? <TimeAgo at={person.lastSeenAt} /> : "never",
          detail: formatQuantity(person.openSessions, "open session"),
        },
        { label: "Joined", value: <TimeAgo at={person.joinedAt} /> },
        {
          label: "Decided",
          value: (
            <PageLink
              href={routes.actions({ by: person.id })}
              className="inline-flex min-h-6 items-center text-accent hover:underline"
            >
              What they decided
            </PageLink>
          ),
        },
        { label: "Id", value: <CopyId id={person.id} label="person id" /> },
        {
          label: "Rights beyond reading",
          value:
            rights.length > 0 ? (
              <span className="text-mono [overflow-wrap:anywhere]">{rights.join(", ")}</span>
            ) : (
              "nothing"
            ),
        },
      ]}
    />
  );
}
