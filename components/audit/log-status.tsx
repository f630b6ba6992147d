"use client";

import { useQuery } from "@tanstack/react-query";
import { Check, Copy } from "lucide-react";
import { forgetLog, useWitness } from "@/components/audit/browser-witness";
import { CheckMark } from "@/components/audit/check-mark";
import { useCopy } from "@/components/patterns/copy/copy-text";
import { ConfirmDialog } from "@/components/patterns/page/confirm-dialog";
import { FactGrid } from "@/components/patterns/page/fact-grid";
import { Card } from "@/components/patterns/page/panel";
import { TimeAgo } from "@/components/patterns/time/time-ago";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
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
          {
            label: "Entries",
            value: checkpoints ? formatCount(checkpoints.entries) : <Skeleton className="h-5 w-20" />,
            detail: "in this workspace's log",
          },
          {
            label: "Signed up to",
            value: newest ? formatCount(newest.size) : checkpoints ? "nothing yet" : <Skeleton className="h-5 w-20" />,
            detail: newest ? <TimeAgo at={newest.at} /> : "about a second after the first entry",
          },
          {
            label: "Root over all signed entries",
            value: newest ? (
              <Copyable shown={`${newest.root.slice(0, 12)}…`} text={newest.note} what="checkpoint" />
            ) : (
              "–"
            ),
            detail: "one hash that stands for every entry",
          },
          {
            label: "Key",
            value: witness.data ? (
              <Copyable shown={witness.data.vkey.split("+")[1] ?? ""} text={witness.data.vkey} what="key" />
            ) : (
              "–"
            ),
            detail: "compare it with one from elsewhere",
          },
        ]}
      />
      <div className="flex items-center gap-3 border-t border-line-soft px-3 py-2.5 max-sm:flex-col max-sm:items-stretch">
        <div className="flex min-w-0 flex-1 items-start gap-2.5" aria-live="polite">
          {/* Its place is kept while it is not known. */}
          {check ? <CheckMark state={check.isGood ? "good" : "bad"} /> : <span className="size-5 shrink-0" />}
          <p className={check && !check.isGood ? "font-medium text-danger" : "min-w-0 text-ink-soft"}>
            {wordsOf(witness)}
          </p>
        </div>
        {witness.data && check && !check.isGood ? (
          <ForgetButton note={witness.data.note} onForgotten={() => void witness.refetch()} />
        ) : null}
        <Button size="sm" loading={witness.isFetching} onClick={() => void witness.refetch()}>
          Check again
        </Button>
      </div>
    </Card>
  );
}

/** For a change of key, or a restored backup, that the administrator has explained and the reader has confirmed elsewhere. */
function ForgetButton({ note, onForgotten }: { note: string; onForgotten: () => void }) {
  return (
    <ConfirmDialog
      trigger={<Button size="sm">Forget…</Button>}
      title="Forget what this browser has seen?"
      description="It will treat the log as it is now as the first one it has seen, and can no longer tell that it was different before. Do so only if someone you trust has explained the change to you through another channel."
      confirmLabel="Forget it"
      danger
      onConfirm={() => {
        forgetLog(note);
        onForgotten();
      }}
    />
  );
}

/** A hash or key in short, and a small button that copies the whole of what it stands for. */
function Copyable({ shown, text, what }: { shown: string; text: string; what: string }) {
  const { copy, state } = useCopy();
  return (
    <span className="flex min-w-0 items-center gap-1">
      <span className="text-mono truncate">{shown}</span>
      <IconButton
        label={state === "copied" ? "Copied" : `Copy the ${what}`}
        size="sm"
        className="-my-1.5"
        onClick={() => void copy(text)}
      >
        {state === "copied" ? <Check size={13} aria-hidden="true" /> : <Copy size={13} aria-hidden="true" />}
      </IconButton>
    </span>
  );
}

function wordsOf({ data, isError, error }: ReturnType<typeof useWitness>): string {
  if (isError) return `The newest checkpoint could not be checked. ${error.message}`;
  if (data === undefined) return "Checking the newest checkpoint in this browser…";
  const { check, remembered } = data;
  if (!check.isGood) return `${check.message} Do not rely on this log. Keep what you see, and tell your administrator.`;
  const signed = `The signature over ${formatQuantity(check.size, "entry", "entries")} holds (root ${toHex(check.root).slice(0, 12)}…).`;
  if (remembered === null)
    return `${signed} This browser keeps the checkpoint and will compare the log with it on your next visit.`;
  return `${signed} The log still begins with the ${formatQuantity(remembered.size, "entry", "entries")} this browser saw before.`;
}
