"use client";

import { useMutation, useQueries, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { BulkEffect } from "@/components/approvals/bulk/bulk-effect";
import { BulkResults } from "@/components/approvals/bulk/bulk-results";
import { submitOnChord } from "@/components/approvals/decision/form-foot";
import { ProblemNote } from "@/components/approvals/problem-note";
import { ReasonField } from "@/components/approvals/decision/reason-field";
import { toProblem } from "@/components/approvals/problem";
import { Keys } from "@/components/patterns/keys";
import { useOutOfReach, useRereadInterval } from "@/components/approvals/use-out-of-reach";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { RadioGroup } from "@/components/ui/radio-group";
import { Spinner } from "@/components/ui/spinner";
import { offlineWords } from "@/lib/approvals/answers.rules";
import { rejectReasons } from "@/lib/approvals/approval.rules";
import type { BulkDecisionRequest } from "@/lib/approvals/approval.schemas";
import { actionOptions, approvalKeys, decideSeveral } from "@/lib/approvals/approvals.client";
import type { Action } from "@/lib/gate/action.schemas";
import { formatQuantity } from "@/lib/platform/format";

export interface BulkDialogProps {
  ids: readonly string[];
  decision: "approve" | "reject";
  onDecided: (actions: readonly Action[]) => void;
  onUndo: (ids: readonly string[]) => Promise<void>;
  /** @param done an answer was sent */
  onClose: (done: boolean) => void;
}

/** Shows what several actions do together, before asking for one answer to all; then what came of each. */
export function BulkDialog({ ids: firstIds, decision, onDecided, onUndo, onClose }: BulkDialogProps) {
  const [ids] = useState(firstIds);
  const [text, setText] = useState("");
  const [code, setCode] = useState<string | null>(null);
  const queries = useQueryClient();
  // Each is read in full: what is approved is what was shown, by its digest.
  const refetchInterval = useRereadInterval();
  const reads = useQueries({ queries: ids.map((id) => ({ ...actionOptions(id), refetchInterval })) });
  const actions = reads.flatMap((read) => (read.data ? [read.data] : []));
  const unread = reads.find((read) => read.error)?.error;
  const complete = actions.length === ids.length;

  const send = useMutation({
    mutationFn: (request: BulkDecisionRequest) => decideSeveral(request),
    onSuccess: ({ items }) => {
      onDecided(items.flatMap((item) => ("digest" in item ? [item] : [])));
      void queries.invalidateQueries({ queryKey: approvalKeys.summary });
    },
  });

  const offline = useOutOfReach(reads);
  const missing = offline ? offlineWords : decision === "reject" && !code && !text.trim() ? "Choose a reason or write one." : complete ? null : "Reading them first.";
  const verb = decision === "approve" ? "Approve" : "Reject";

  function submit(event: FormEvent) {
    event.preventDefault();
    if (missing !== null || send.isPending) return;
    const words = text.trim();
    const reason = code || words ? { ...(code ? { code } : {}), ...(words ? { text: words } : {}) } : undefined;
    send.mutate({ decision, items: actions.map((action) => ({ actionId: action.id, seenDigest: action.digest })), ...(reason ? { reason } : {}) });
  }

  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose(send.isSuccess))} width="lg" title={`${verb} ${formatQuantity(ids.length, "action")} together`}>
      {send.data ? (
        <BulkResults actions={actions} results={send.data.items} onUndo={onUndo} onClose={() => onClose(true)} />
      ) : (
        <form method="post" aria-label={`${verb} together`} noValidate onSubmit={submit} onKeyDown={submitOnChord} className="flex flex-col gap-4">
          {complete ? <BulkEffect actions={actions} /> : unread ? <ProblemNote problem={toProblem(unread)} /> : <Spinner label="Reading the actions" />}
          {decision === "reject" ? (
            <div>
              <p id="bulk-why" className="mb-1.5 font-medium">
                Why not?
              </p>
              <RadioGroup aria-labelledby="bulk-why" value={code} onValueChange={setCode} options={rejectReasons.map((reason) => ({ value: reason.code, label: reason.text }))} />
            </div>
          ) : null}
          <ReasonField label={decision === "reject" ? "In your words" : "Why is it right?"} optional={decision === "approve" || code !== null} value={text} onChange={setText} focusFirst={decision === "approve"} />
          {send.error ? <ProblemNote problem={toProblem(send.error)} /> : null}
          <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
            <Button onClick={() => onClose(false)}>Back</Button>
            <Button type="submit" variant="primary" loading={send.isPending} disabledReason={missing}>
              {verb} {formatQuantity(ids.length, "action")} <Keys keys="mod+Enter" />
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
