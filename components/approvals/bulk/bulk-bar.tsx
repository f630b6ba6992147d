"use client";

import { Suspense, useEffect } from "react";
import type { BulkSelection } from "@/components/approvals/bulk/use-bulk-selection";
import type { Together } from "@/components/approvals/bulk/use-together";
import { useShortcut } from "@/components/patterns/keys/shortcuts";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { loadedWhenOpened } from "@/components/ui/loaded-when-opened";
import { SignalMark } from "@/components/ui/signal-mark";
import type { Action } from "@/lib/actions/action.schemas";
import { differentActions } from "@/lib/approvals/action-names.rules";
import { approveObstacle, type QueueItem } from "@/lib/approvals/queue.rules";
import { formatCount } from "@/lib/platform/format";
import { riskier, type Zone } from "@/lib/platform/zone.rules";

export interface BulkBarProps {
  bulk: BulkSelection;
  together: Together;
  onDecided: (actions: readonly Action[]) => void;
  onUndo: (ids: readonly string[]) => Promise<void>;
}

const dialog = loadedWhenOpened(() =>
  import("@/components/approvals/bulk/bulk-dialog").then((module) => module.BulkDialog),
);

/** What is chosen, and the two answers that can be given to several at once. */
export function BulkBar({ bulk, together, onDecided, onUndo }: BulkBarProps) {
  const { asked, ask, close } = together;
  const [first] = bulk.items;
  const choosing = first !== undefined;
  const obstacle = approveObstacle(bulk.items);
  useEffect(() => {
    if (choosing) dialog.preload();
  }, [choosing]);
  useShortcut(
    first
      ? {
          keys: "b",
          label: "Answer the selected actions together",
          group: "Approvals",
          run: () => void ask(obstacle === null ? "approve" : "reject"),
        }
      : null,
  );
  return (
    <>
      {first ? <Bar bulk={bulk} first={first} obstacle={obstacle} onAsk={ask} /> : null}
      {asked ? (
        <Suspense fallback={null}>
          <dialog.Part
            ids={asked.ids}
            decision={asked.decision}
            onDecided={onDecided}
            onUndo={onUndo}
            onClose={(done) => {
              close();
              if (done) bulk.clear();
            }}
          />
        </Suspense>
      ) : null}
    </>
  );
}

interface BarProps {
  bulk: BulkSelection;
  first: QueueItem;
  /** Why they cannot be approved together. */
  obstacle: string | null;
  onAsk: (decision: "approve" | "reject") => void;
}

function Bar({ bulk, first, obstacle, onAsk }: BarProps) {
  const many = formatCount(bulk.items.length);
  return (
    <div role="region" aria-label="Chosen actions" className="border-t border-line bg-panel px-3.5 py-2.5 shadow-popup">
      <p role="status" className="flex flex-wrap items-center gap-x-2">
        <b className="font-semibold">{bulk.whole ? `All ${many}` : many} chosen</b>
        <SignalMark signal={bulk.items.reduce<Zone>((worst, item) => riskier(worst, item.zone), first.zone)} />
        <ActionNames of={bulk.items} />
      </p>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button size="sm" disabledReason={obstacle} onClick={() => onAsk("approve")}>
          Approve {many}… {obstacle === null ? <Kbd>A</Kbd> : null}
        </Button>
        <Button size="sm" onClick={() => onAsk("reject")}>
          Reject {bulk.whole ? `all ${many}` : many}… <Kbd>R</Kbd>
        </Button>
        <Button size="sm" variant="quiet" onClick={bulk.clear} className="ml-auto">
          Clear
        </Button>
      </div>
    </div>
  );
}

/** Every different action among them: what a group of undeclared ones holds is not what its first is called. */
function ActionNames({ of }: { of: readonly QueueItem[] }) {
  const { named, more } = differentActions(of);
  return (
    <span className="flex min-w-0 flex-wrap gap-x-2 text-mute">
      {named.map((name) => (
        <code key={name} className="text-mono max-w-full truncate" title={name}>
          {name}
        </code>
      ))}
      {more > 0 ? <span className="whitespace-nowrap">and {formatCount(more)} more</span> : null}
    </span>
  );
}
