import { Clamped } from "@/components/patterns/outside/clamped";
import { Sentence } from "@/components/patterns/outside/sentence";
import { type Fact, FactGrid } from "@/components/patterns/page/fact-grid";
import { Card } from "@/components/patterns/page/panel";
import { Countdown } from "@/components/patterns/time/countdown";
import { TimeAgo } from "@/components/patterns/time/time-ago";
import { PageLink } from "@/components/ui/page-link";
import { SignalMark } from "@/components/ui/signal-mark";
import { StatusMark } from "@/components/ui/status-mark";
import { countedActions } from "@/lib/board/board.rules";
import type { Board } from "@/lib/board/board.schemas";
import {
  formatCount,
  formatDuration,
  formatMoney,
  formatNumber,
  formatPercent,
  formatQuantity,
} from "@/lib/platform/format";
import { routes } from "@/lib/platform/routes";

/** What needs somebody, before all else: what failed, what ran out of time, and what runs out of it next. */
function alarms(board: Board): Fact[] {
  const { failed, expired, nearest, reported, waiting, oldestWaitingAt } = board.totals;
  const counted = countedActions(board);
  return [
    {
      label: failed > 0 ? <StatusMark status="failed" /> : "Failed",
      value: (
        <PageLink href={counted.failed} className="inline-flex min-h-6 min-w-6 items-center hover:underline">
          {formatCount(failed)}
        </PageLink>
      ),
      detail: `of ${formatQuantity(reported, "outcome")} reported`,
    },
    {
      label: expired > 0 ? <SignalMark signal="yellow">Expired</SignalMark> : "Expired",
      value: (
        <PageLink href={counted.expired} className="inline-flex min-h-6 min-w-6 items-center hover:underline">
          {formatCount(expired)}
        </PageLink>
      ),
      detail: "denied because nobody decided in time",
    },
    {
      label: "Nearest deadline",
      value: nearest ? (
        <PageLink href={routes.approval(nearest.id)} className="hover:underline">
          <Countdown until={nearest.until} />
        </PageLink>
      ) : (
        "–"
      ),
      detail: nearest ? (
        <Clamped lines={2}>
          <Sentence text={nearest.sentence} />
        </Clamped>
      ) : (
        "nothing waits"
      ),
    },
    {
      label: "Waiting for a person",
      value: (
        <PageLink href={routes.waiting()} className="inline-flex min-h-6 min-w-6 items-center hover:underline">
          {formatCount(waiting)}
        </PageLink>
      ),
      detail: oldestWaitingAt ? (
        <>
          oldest <TimeAgo at={oldestWaitingAt} />
        </>
      ) : (
        "nobody waits"
      ),
    },
  ];
}

/** The figures at the head of the board, each with what it rests on; those that need somebody come first. */
export function BoardFacts({ board }: { board: Board }) {
  const { totals, windowMinutes } = board;
  const [first, ...others] = totals.spent;
  return (
    <Card className="mb-4">
      <FactGrid
        large
        facts={[
          ...alarms(board),
          {
            label: "Asked",
            value: (
              <PageLink
                href={countedActions(board).asked}
                className="inline-flex min-h-6 min-w-6 items-center hover:underline"
              >
                {formatCount(totals.asked)}
              </PageLink>
            ),
            detail: `${formatNumber(totals.asked / windowMinutes)} per minute`,
          },
          {
            label: "Let through",
            value: totals.asked > 0 ? formatPercent(totals.allowed / totals.asked) : "–",
            detail: `${formatCount(totals.allowed)} of ${formatCount(totals.asked)} by the interlocks alone, ${formatCount(totals.denied)} denied`,
          },
          {
            label: "Decided by people",
            value: formatCount(totals.decidedByPeople),
            detail:
              totals.medianWaitSeconds === null
                ? "none in this window"
                : `median wait ${formatDuration(totals.medianWaitSeconds * 1000)}`,
          },
          {
            label: "Spent",
            value: first ? formatMoney(first) : "–",
            detail:
              others.length > 0
                ? others.map((m) => formatMoney(m)).join(", ")
                : `as reported, ${formatQuantity(totals.reported, "outcome")}`,
          },
        ]}
      />
    </Card>
  );
}
