import { useMemo } from "react";
import { DataTable } from "@/components/patterns/tables/data-table";
import type { Column } from "@/components/patterns/tables/data-table.rules";
import { TimeAgo } from "@/components/patterns/time/time-ago";
import { PersonName } from "@/components/people/person-name";
import { PageLink } from "@/components/ui/page-link";
import { SignalMark } from "@/components/ui/signal-mark";
import { type BoardWindow, countedActions, lampOf } from "@/lib/board/board.rules";
import type { Board, Track } from "@/lib/board/board.schemas";
import { formatCount } from "@/lib/platform/format";
import { routes } from "@/lib/platform/routes";
import { HeldUntil, HeldWait } from "./held-wait";

const number = (
  id: keyof Track & ("asked" | "allowed" | "denied" | "permitted" | "running" | "done" | "failed" | "expired"),
  header: string,
  priority: 1 | 2 | 3 = 1,
): Column<Track> => ({
  id,
  header,
  align: "end",
  priority,
  order: (track) => track[id],
  cell: (track) => formatCount(track[id]),
});

/** A figure that leads to the actions it counts. */
const counted = (
  board: BoardWindow,
  id: "asked" | "failed" | "expired",
  header: string,
  priority: 1 | 2 | 3 = 1,
): Column<Track> => ({
  ...number(id, header, priority),
  cell: (track) => (
    <PageLink
      href={countedActions(board, track.kind)[id]}
      className="inline-flex min-h-6 min-w-6 items-center justify-end hover:underline"
    >
      {formatCount(track[id])}
    </PageLink>
  ),
});

const columnsOf = (board: BoardWindow): Column<Track>[] => [
  {
    id: "kind",
    header: "Kind",
    isRowHeader: true,
    first: "ascending",
    order: (t) => t.kind,
    cell: (t) => (
      <PageLink href={routes.actions({ kind: t.kind })} className="inline-flex min-h-6 items-center hover:underline">
        {t.kind}
      </PageLink>
    ),
  },
  {
    id: "signal",
    header: "Signal",
    cell: (t) => (
      <>
        <Lamp track={t} />
        {t.stop ? (
          <span className="block text-xs whitespace-nowrap text-mute">
            <TimeAgo at={t.stop.at} /> by <PersonName of={t.stop.by} />
          </span>
        ) : null}
      </>
    ),
  },
  counted(board, "failed", "Failed"),
  counted(board, "expired", "Expired"),
  counted(board, "asked", "Asked", 2),
  number("allowed", "Let through", 3),
  number("denied", "Denied", 3),
  {
    id: "held",
    header: "Held now",
    align: "end",
    order: (track) => track.held,
    cell: (track) => (
      <>
        {formatCount(track.held)}
        <span className="block text-xs">
          <HeldUntil track={track} />
        </span>
        <span className="block text-xs">
          <HeldWait track={track} />
        </span>
      </>
    ),
  },
  number("permitted", "Permitted now", 2),
  number("running", "Running now", 2),
  number("done", "Done"),
];

function Lamp({ track }: { track: Track }) {
  const { signal, word } = lampOf(track);
  return <SignalMark signal={signal}>{word}</SignalMark>;
}

/** The board's tracks as a table, for whoever would rather read. */
export function TrackTable({ board }: { board: Board }) {
  const { windowMinutes, at, tracks } = board;
  const columns = useMemo(() => columnsOf({ windowMinutes, at }), [windowMinutes, at]);
  return (
    <DataTable
      caption={`Every kind of agent, last ${windowMinutes} minutes`}
      columns={columns}
      rows={tracks}
      whole
      rowKey={(t) => t.kind}
    />
  );
}
