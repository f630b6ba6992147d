"use client";

import { OutsideText } from "@/components/patterns/outside/outside-text";
import { Card } from "@/components/patterns/page/panel";
import { useNow } from "@/components/patterns/time/clock";
import { Countdown } from "@/components/patterns/time/countdown";
import { Button } from "@/components/ui/button";
import { StatusMark, type Status } from "@/components/ui/status-mark";
import type { Action } from "@/lib/actions/action.schemas";
import { problemWords } from "@/lib/approvals/problem-words.rules";
import { formatQuantity } from "@/lib/platform/format";

type Result = Action | { code: string; detail: string };

export interface BulkResultsProps {
  actions: readonly Action[];
  /** In the order of the actions. */
  results: readonly Result[];
  onUndo: (ids: readonly string[]) => Promise<void>;
  onClose: () => void;
}

/** What came of each: those that somebody else decided first are told apart from those that took our answer. */
export function BulkResults({ actions, results, onUndo, onClose }: BulkResultsProps) {
  const failed = results.filter((result) => !("digest" in result)).length;
  const settling = results.flatMap((result) =>
    "digest" in result && result.settling ? [{ id: result.id, until: result.settling.until }] : [],
  );
  return (
    <div className="flex flex-col gap-4">
      <p role="status" className="font-medium">
        {formatQuantity(results.length - failed, "action")} took your answer{failed > 0 ? `, ${failed} did not` : ""}.
      </p>
      <Card className="max-h-80 overflow-y-auto!">
        <ul aria-label="Results">
          {results.map((result, index) => (
            <li
              key={actions[index]?.id ?? index}
              className="flex items-baseline gap-3 border-t border-line-soft px-3 py-2 first:border-t-0"
            >
              <span className="min-w-0 flex-1 break-words">
                <OutsideText text={actions[index]?.sentence} />
              </span>
              <span className="max-w-[55%] shrink-0 text-right">
                {"digest" in result ? (
                  <StatusMark status={statusOf(result)} />
                ) : (
                  <span className="whitespace-normal text-danger">
                    {problemWords(result.code, result.detail).title}
                  </span>
                )}
              </span>
            </li>
          ))}
        </ul>
      </Card>
      <div className="flex flex-col-reverse gap-2 sm:flex-row sm:items-center sm:justify-end">
        {settling.length > 0 ? <TakeBack settling={settling} onUndo={onUndo} onClose={onClose} /> : null}
        <Button variant="primary" autoFocus onClick={onClose}>
          Done
        </Button>
      </div>
    </div>
  );
}

function TakeBack({
  settling,
  onUndo,
  onClose,
}: { settling: readonly { id: string; until: string }[] } & Pick<BulkResultsProps, "onUndo" | "onClose">) {
  const untilMs = Math.min(...settling.map((each) => Date.parse(each.until)));
  const over = useNow(1_000) >= untilMs;
  if (over) return <p className="mr-auto text-mute">Final: they can no longer be taken back.</p>;
  return (
    <>
      <p className="mr-auto text-mute">
        Final in <Countdown until={untilMs} over="0:00" className="font-semibold text-ink!" />
      </p>
      <Button
        onClick={() => {
          void onUndo(settling.map((each) => each.id));
          onClose();
        }}
      >
        Take {settling.length === 1 ? "it" : "them"} back
      </Button>
    </>
  );
}

function statusOf({ settling, decision, status }: Action): Status {
  if (settling) return "settling";
  return decision?.outcome === "reject" ? "rejected" : status;
}
