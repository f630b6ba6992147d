import type { Column } from "@/components/patterns/tables/data-table.rules";
import { TimeAgo } from "@/components/patterns/time/time-ago";
import { Money } from "@/components/patterns/values/money";
import { Badge } from "@/components/ui/badge";
import { PageLink } from "@/components/ui/page-link";
import type { ActionType } from "@/lib/catalog/action-type.schemas";
import { formatDuration, formatNumber, formatPercent, formatQuantity } from "@/lib/platform/format";
import { routes } from "@/lib/platform/routes";

const nothing = <span className="text-mute">–</span>;

/** The columns of one zone of the catalog. */
export function typeColumns(zone: ActionType["zone"]): Column<ActionType>[] {
  return [
    {
      id: "title",
      sortable: true,
      first: "ascending",
      header: "Action",
      isRowHeader: true,
      cell: (type) => (
        <>
          <PageLink href={routes.actionType(type.name)} tabIndex={-1} className="hover:underline">
            {type.title}
          </PageLink>
          <code className="text-mono block text-xs font-normal [overflow-wrap:anywhere] text-mute">{type.name}</code>
          <SchemaFaults type={type} />
        </>
      ),
    },
    { id: "effects", header: "Effects", width: "11rem", priority: 2, cell: (type) => <Effects type={type} /> },
    {
      id: "threshold",
      sortable: true,
      header: "Held below",
      align: "end",
      width: "8rem",
      cell: (type) => <Threshold type={type} />,
    },
    {
      id: "within",
      sortable: true,
      header: "Decide within",
      align: "end",
      width: "8rem",
      priority: 2,
      cell: (type) => formatDuration(type.decideWithinSeconds * 1000),
    },
    {
      id: "cost",
      sortable: true,
      header: "Expected cost",
      align: "end",
      width: "8rem",
      priority: 3,
      cell: (type) => (type.expectedCost ? <Money value={type.expectedCost} /> : nothing),
    },
    zone === "yellow"
      ? {
          id: "review",
          sortable: true,
          header: "Reviewed",
          align: "end",
          width: "7rem",
          priority: 3,
          cell: (type) => formatPercent(type.reviewProbability, 0),
        }
      : {
          id: "review",
          header: <span className="sr-only">Reviewed</span>,
          width: "7rem",
          priority: 3,
          cell: () => null,
        },
    {
      id: "version",
      sortable: true,
      header: "Version",
      align: "end",
      width: "9rem",
      priority: 3,
      cell: (type) => (
        <span className="text-mute">
          {type.version}, <TimeAgo at={type.updatedAt} tabbable={false} />
        </span>
      ),
    },
  ];
}

function SchemaFaults({ type: { schemaCheck } }: { type: ActionType }) {
  if (schemaCheck.faults.length === 0) return null;
  return (
    <span className="block text-xs font-normal text-caution">
      {schemaCheck.usable ? "Part of its schema has no effect" : "Nothing passes its schema"}
    </span>
  );
}

function Effects({ type }: { type: ActionType }) {
  if (!type.destructive && type.reversible) return nothing;
  return (
    <span className="flex flex-wrap gap-1">
      {type.destructive ? <Badge tone="strong">destructive</Badge> : null}
      {type.reversible ? null : <Badge>cannot be undone</Badge>}
    </span>
  );
}

function Threshold({ type }: { type: ActionType }) {
  const kinds = Object.keys(type.kindThresholds).length;
  return (
    <span className="tabular-nums">
      {formatNumber(type.confidenceThreshold, 3)}
      {kinds > 0 ? (
        <span className="block text-xs text-mute">{formatQuantity(kinds, "kind differs", "kinds differ")}</span>
      ) : null}
    </span>
  );
}
