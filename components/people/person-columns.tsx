import type { Column } from "@/components/patterns/tables/data-table.rules";
import { TimeAgo } from "@/components/patterns/time/time-ago";
import { Avatar } from "@/components/ui/avatar";
import { StatusMark } from "@/components/ui/status-mark";
import type { Person } from "@/lib/people/people.schemas";
import { roleTitles } from "@/lib/platform/permissions.rules";

/** The columns of the people page. */
export const personColumns: Column<Person>[] = [
  {
    id: "name",
    sortable: true,
    first: "ascending",
    header: "Person",
    isRowHeader: true,
    truncate: true,
    cell: (person) => <NameCell person={person} />,
  },
  {
    id: "role",
    sortable: true,
    first: "ascending",
    header: "Role",
    width: "12rem",
    priority: 2,
    cell: (person) => <RoleCell person={person} />,
  },
  {
    id: "teams",
    header: "Teams",
    width: "16rem",
    truncate: true,
    priority: 3,
    cell: (person) =>
      person.teams.length > 0 ? (
        person.teams.map((team) => team.name).join(", ")
      ) : (
        <span className="text-mute">none</span>
      ),
  },
  {
    id: "status",
    sortable: true,
    first: "ascending",
    header: "Status",
    width: "8rem",
    priority: 2,
    cell: (person) => <StatusMark status={person.status} />,
  },
  {
    id: "seen",
    sortable: true,
    header: "Last seen",
    align: "end",
    width: "8rem",
    priority: 2,
    cell: (person) =>
      person.lastSeenAt ? (
        <TimeAgo at={person.lastSeenAt} tabbable={false} className="text-mute" />
      ) : (
        <span className="text-mute">never</span>
      ),
  },
];

function NameCell({ person }: { person: Person }) {
  return (
    <span className="flex min-w-0 items-center gap-2.5">
      <Avatar name={person.name} size="sm" />
      <span className="min-w-0">
        <span className="block truncate">{person.name}</span>
        <span className="block truncate text-xs font-normal text-mute">{person.email}</span>
        <span className="block text-xs font-normal md:hidden">
          {roleTitles[person.role]}
          {person.status === "deactivated" ? ", deactivated" : ""}
        </span>
      </span>
    </span>
  );
}

function RoleCell({ person }: { person: Person }) {
  return (
    <>
      <span className={person.status === "deactivated" ? "text-mute" : undefined}>{roleTitles[person.role]}</span>
      {person.roleFrom ? <span className="block text-xs text-mute">by group, {person.roleFrom}</span> : null}
    </>
  );
}
