import { Button } from "@/components/ui/button";
import { Card } from "@/components/patterns/panel";
import { StatusMark, type Status } from "@/components/ui/status-mark";
import { problemWords } from "@/lib/approvals/problem-words.rules";
import type { Action } from "@/lib/gate/action.schemas";
import { formatQuantity } from "@/lib/platform/format";

type Result = Action | { code: string; detail: string };

export interface BulkResultsProps {
  actions: readonly Action[];
  /** In the order of the actions. */
  results: readonly Result[];
  onClose: () => void;
}

/** What came of each: those that somebody else decided first are told apart from those that took our answer. */
export function BulkResults({ actions, results, onClose }: BulkResultsProps) {
  const failed = results.filter((result) => !("digest" in result)).length;
  return (
    <div className="flex flex-col gap-4">
      <p role="status" className="font-medium">
        {formatQuantity(results.length - failed, "action")} took your answer{failed > 0 ? `, ${failed} did not` : ""}.
      </p>
      <Card className="max-h-80 overflow-y-auto!">
        <ul aria-label="Results">
          {results.map((result, index) => (
            <li key={actions[index]?.id ?? index} className="flex items-baseline gap-3 border-t border-line-soft px-3 py-2 first:border-t-0">
              <span className="min-w-0 flex-1 break-words">{actions[index]?.sentence}</span>
              <span className="max-w-[55%] shrink-0 text-right">
                {"digest" in result ? <StatusMark status={statusOf(result)} /> : <span className="whitespace-normal text-danger">{problemWords(result.code, result.detail).title}</span>}
              </span>
            </li>
          ))}
        </ul>
      </Card>
      <Button variant="primary" className="self-end" autoFocus onClick={onClose}>
        Done
      </Button>
    </div>
  );
}

function statusOf({ settling, decision, status }: Action): Status {
  if (settling) return "settling";
  return decision?.outcome === "reject" ? "rejected" : status;
}
