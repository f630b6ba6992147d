"use client";

import { useQuery } from "@tanstack/react-query";
import { useWitness } from "@/components/audit/browser-witness";
import { CheckMark } from "@/components/audit/check-mark";
import { CopyButton } from "@/components/patterns/copy-button";
import { FactGrid } from "@/components/patterns/fact-grid";
import { Card } from "@/components/patterns/panel";
import { TimeAgo } from "@/components/patterns/time-ago";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { checkpointsQuery } from "@/lib/audit/audit.client";
import { toHex } from "@/lib/audit/bytes.rules";
import { formatCount, formatQuantity } from "@/lib/platform/format";

/** The head of the log: how long it is, how far it is signed, and whether this browser finds it in order. */
export function LogStatus() {
  const { data: checkpoints } = useQuery(checkpointsQuery());
  const witness = useWitness();
  const newest = checkpoints?.items[0];
  const check = witness.data?.check;
  return (
    <Card>
      <FactGrid
        facts={[
          { label: "Entries", value: checkpoints ? formatCount(checkpoints.entries) : <Skeleton className="h-5 w-20" />, detail: "in this workspace's log" },
          {
            label: "Signed up to",
            value: newest ? formatCount(newest.size) : checkpoints ? "nothing yet" : <Skeleton className="h-5 w-20" />,
            detail: newest ? <TimeAgo at={newest.at} /> : "about a second after the first entry",
          },
          {
            label: "Root over all signed entries",
            value: newest ? (
              <span className="flex min-w-0 items-center gap-1">
                <span className="text-mono truncate" title={newest.root}>
                  {newest.root.slice(0, 16)}…
                </span>
                <CopyButton text={newest.note} label="Copy checkpoint" />
              </span>
            ) : (
              "–"
            ),
            detail: "one hash that stands for every entry",
          },
          { label: "Key", value: <KeyValue vkey={witness.data?.vkey} />, detail: "compare it with one from elsewhere" },
        ]}
      />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-t border-line-soft px-3 py-2.5" aria-live="polite">
        {check ? <CheckMark state={check.isGood ? "good" : "bad"} /> : null}
        <p className={check && !check.isGood ? "font-medium text-danger" : "min-w-0 text-ink-soft"}>{wordsOf(witness)}</p>
        <Button size="sm" className="ml-auto" loading={witness.isFetching} onClick={() => void witness.refetch()}>
          Check again
        </Button>
      </div>
    </Card>
  );
}

function KeyValue({ vkey }: { vkey: string | undefined }) {
  if (vkey === undefined) return <>–</>;
  return (
    <span className="flex min-w-0 items-center gap-1">
      <span className="text-mono truncate" title={vkey}>
        {vkey.split("+")[1]}
      </span>
      <CopyButton text={vkey} label="Copy key" />
    </span>
  );
}

function wordsOf({ data, isError, error }: ReturnType<typeof useWitness>): string {
  if (isError) return `The newest checkpoint could not be checked. ${error.message}`;
  if (data === undefined) return "Checking the newest checkpoint in this browser…";
  const { check, remembered } = data;
  if (!check.isGood) return `${check.message} Do not rely on this log. Keep what you see, and tell your administrator.`;
  const signed = `The signature over ${formatQuantity(check.size, "entry", "entries")} holds (root ${toHex(check.root).slice(0, 12)}…).`;
  if (remembered === null) return `${signed} This browser keeps the checkpoint and will compare the log with it on your next visit.`;
  return `${signed} The log still begins with the ${formatQuantity(remembered.size, "entry", "entries")} this browser saw before.`;
}
