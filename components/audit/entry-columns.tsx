import { ActorName } from "@/components/audit/actor-name";
import { SubjectLink } from "@/components/audit/subject-link";
import { OutsideText } from "@/components/patterns/outside/outside-text";
import type { Column } from "@/components/patterns/tables/data-table.rules";
import { TimeAgo } from "@/components/patterns/time/time-ago";
import type { AuditEntry } from "@/lib/audit/audit.schemas";
import { eventTitle, factsInShort } from "@/lib/audit/event-words.rules";
import { formatCount } from "@/lib/platform/format";

/** The columns of the log. What is hidden on a narrow screen stands on the entry's own page. */
export const entryColumns: Column<AuditEntry>[] = [
  {
    id: "seq",
    sortable: true,
    header: "No.",
    align: "end",
    width: "5rem",
    cell: (entry) => <span className="text-mute tabular-nums">{formatCount(entry.seq)}</span>,
  },
  {
    id: "event",
    header: "What happened",
    isRowHeader: true,
    width: "14rem",
    cell: (entry) => <EventCell entry={entry} />,
  },
  {
    id: "actor",
    header: "By",
    width: "12rem",
    truncate: true,
    priority: 2,
    cell: (entry) => <ActorName actor={entry.actor} tabbable={false} />,
  },
  { id: "subject", header: "About", width: "15rem", priority: 2, cell: (entry) => <SubjectLink {...entry.subject} /> },
  {
    id: "facts",
    header: "Facts",
    truncate: true,
    priority: 3,
    cell: (entry) => (
      <span className="text-ink-soft">
        <OutsideText text={factsInShort(entry.facts)} />
      </span>
    ),
  },
  {
    id: "at",
    header: "When",
    align: "end",
    width: "7rem",
    cell: (entry) => <TimeAgo at={entry.at} tabbable={false} className="whitespace-nowrap text-mute" />,
  },
];

function EventCell({ entry }: { entry: AuditEntry }) {
  return (
    <>
      <span className="font-medium">{eventTitle(entry.event)}</span>
      {entry.signed ? null : <span className="ml-1.5 text-xs text-mute">not signed yet</span>}
      <span className="block truncate text-xs text-mute md:hidden">
        <ActorName actor={entry.actor} tabbable={false} />
      </span>
    </>
  );
}
