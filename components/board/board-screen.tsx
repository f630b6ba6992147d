"use client";

import { useQuery } from "@tanstack/react-query";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { SegmentedControl } from "@/components/patterns/forms/segmented-control";
import { Page } from "@/components/patterns/page/page";
import { PageHeader } from "@/components/patterns/page/page-header";
import { Card, Panel } from "@/components/patterns/page/panel";
import { ErrorState } from "@/components/patterns/states/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { boardKey, boardQuery } from "@/lib/board/board.client";
import { useStreamInvalidation } from "@/lib/platform/events/stream.client";
import { ProblemError } from "@/lib/platform/http/fetch-json";
import { BoardFacts } from "./board-facts";
import { DayChart } from "./day-chart";
import { TrackBoard } from "./track-board";
import { TrackTable } from "./track-table";

const windows = ["15", "60", "1440"] as const;
const windowNames = { "15": "15 min", "60": "1 hour", "1440": "24 hours" } as const;
const views = ["tracks", "table"] as const;

/** What runs, what is held and who has waited how long: live. */
export function BoardScreen() {
  const [minutes, setMinutes] = useQueryState("window", parseAsStringLiteral(windows).withDefault("15"));
  const [view, setView] = useQueryState("view", parseAsStringLiteral(views).withDefault("tracks"));
  const board = useQuery(boardQuery(Number(minutes)));
  useStreamInvalidation(["action.", "stop.", "agent.", "approval."], boardKey, 1_000);

  return (
    <Page>
      <PageHeader
        title="Board"
        meta={`last ${windowNames[minutes]}, all kinds`}
        actions={
          <>
            <SegmentedControl
              aria-label="Window"
              value={minutes}
              onValueChange={(v) => void setMinutes(v)}
              options={windows.map((value) => ({ value, label: windowNames[value] }))}
            />
            <SegmentedControl
              aria-label="Shown as"
              value={view}
              onValueChange={(v) => void setView(v)}
              options={[
                { value: "tracks", label: "Tracks" },
                { value: "table", label: "Table" },
              ]}
            />
          </>
        }
      />
      {board.data ? (
        <>
          <BoardFacts board={board.data} />
          <Panel title="Tracks" meta="by kind of agent; each mark is an action, press it to open it" className="mb-6">
            {view === "tracks" ? <TrackBoard board={board.data} /> : <TrackTable board={board.data} />}
          </Panel>
          <Card>
            <DayChart today={board.data.today} />
          </Card>
        </>
      ) : board.error ? (
        <ErrorState
          title="The board could not be loaded"
          meaning="Agents are still being judged; only this view is missing."
          advice={board.error.message}
          {...(board.error instanceof ProblemError ? { requestId: board.error.requestId } : {})}
          onRetry={() => void board.refetch()}
        />
      ) : (
        <Card padded>
          <Skeleton className="h-72" />
        </Card>
      )}
    </Page>
  );
}
