"use client";

import { useMutation, useQueries, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useMemo, useState } from "react";
import { Controller, useForm } from "react-hook-form";
import { BulkEffect } from "@/components/approvals/bulk/bulk-effect";
import { BulkResults } from "@/components/approvals/bulk/bulk-results";
import { type Showing, showingOf } from "@/components/approvals/bulk/bulk-showing";
import { submitOnChord } from "@/components/approvals/decision/form-foot";
import { HintLine } from "@/components/approvals/decision/hint-line";
import { usePaintedAt } from "@/components/approvals/decision/painted";
import { presses } from "@/components/approvals/decision/presses";
import { ReasonField } from "@/components/approvals/decision/reason-field";
import { inWords } from "@/components/approvals/problem-in-words";
import { ProblemNote } from "@/components/approvals/problem-note";
import { useOutOfReach, useRereadInterval } from "@/components/approvals/use-out-of-reach";
import { Keys } from "@/components/patterns/keys/keys";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { RadioGroup } from "@/components/ui/radio-group";
import { Spinner } from "@/components/ui/spinner";
import type { Action } from "@/lib/actions/action.schemas";
import { notTakenWords, whyNotShown } from "@/lib/approvals/answer-guard.rules";
import { offlineWords } from "@/lib/approvals/answers.rules";
import { rejectReasons } from "@/lib/approvals/approval.rules";
import type { BulkDecisionRequest } from "@/lib/approvals/approval.schemas";
import { actionOptions, approvalKeys, decideSeveral } from "@/lib/approvals/approvals.client";
import { formatQuantity } from "@/lib/platform/format";

export interface BulkDialogProps {
  ids: readonly string[];
  decision: "approve" | "reject";
  onDecided: (actions: readonly Action[]) => void;
  onUndo: (ids: readonly string[]) => Promise<void>;
  /** @param done an answer was sent */
  onClose: (done: boolean) => void;
}

interface Values {
  /** Code of the chosen reason for rejecting. */
  code: string | null;
  text: string;
}

const noneOpened: ReadonlySet<string> = new Set();
/** Parameters that were edited meanwhile are others: the digest says so. */
const openedKey = ({ id, digest }: Action): string => `${id} ${digest}`;

/** Shows what several actions do together, before asking for one answer to all; then what came of each. */
export function BulkDialog({ ids: firstIds, decision, onDecided, onUndo, onClose }: BulkDialogProps) {
  const [ids, setIds] = useState(firstIds);
  const [opened, setOpened] = useState<ReadonlySet<string>>(noneOpened);
  const { control, handleSubmit, watch } = useForm<Values>({ defaultValues: { code: null, text: "" } });
  const [code, text] = watch(["code", "text"]);
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
  // What is equal stays the same object from read to read: drawn anew is what differs.
  const digests = actions.map((action) => action.digest).join(" ");
  const showings = useShowings(actions);
  const unshown =
    decision === "approve"
      ? actions.filter((action) => showings.get(action.id)?.as !== "inline" && !opened.has(openedKey(action)))
      : [];
  const missing = offline
    ? offlineWords
    : !complete
      ? "Reading them first."
      : unshown.length > 0
        ? `${formatQuantity(unshown.length, "action")} of ${ids.length} ${unshown.length === 1 ? "is" : "are"} not shown in full: open what can be opened, and leave out the rest.`
        : decision === "reject" && !code && !text.trim()
          ? "Choose a reason or write one."
          : null;
  const shown = useMemo(() => (complete ? { digests } : null), [complete, digests]);
  const paintedAt = usePaintedAt(shown);
  const [hint, setHint] = useState<string | null>(null);
  const verb = decision === "approve" ? "Approve" : "Reject";

  function noteOpened(action: Action) {
    // What is too much to be read among others is not shown by opening it here.
    if (showings.get(action.id)?.as === "opened") setOpened((before) => new Set([...before, openedKey(action)]));
  }

  function submit(event: FormEvent) {
    // What was on the screen counts as it was at the press, before anything is awaited.
    const why = whyNotShown(paintedAt.current, presses.of(event));
    void handleSubmit((values) => answer(values, why))(event);
  }

  function answer({ code, text }: Values, why: ReturnType<typeof whyNotShown>) {
    if (missing !== null || send.isPending) return;
    setHint(why && notTakenWords[why]);
    if (why !== null) return;
    const words = text.trim();
    const reason = code || words ? { ...(code ? { code } : {}), ...(words ? { text: words } : {}) } : undefined;
    send.mutate({
      decision,
      items: actions.map((action) => ({ actionId: action.id, seenDigest: action.digest })),
      ...(reason ? { reason } : {}),
    });
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose(send.isSuccess))}
      width="lg"
      title={`${verb} ${formatQuantity(ids.length, "action")} together`}
    >
      {send.data ? (
        <BulkResults actions={actions} results={send.data.items} onUndo={onUndo} onClose={() => onClose(true)} />
      ) : (
        <form
          method="post"
          aria-label={`${verb} together`}
          noValidate
          onSubmit={submit}
          onKeyDown={submitOnChord}
          className="flex flex-col gap-4"
        >
          {complete ? (
            <BulkEffect actions={actions} showings={showings} onOpened={noteOpened} />
          ) : unread ? (
            <ProblemNote problem={inWords(unread)} />
          ) : (
            <Spinner label="Reading the actions" />
          )}
          {complete && unshown.length > 0 ? (
            <div
              role="group"
              aria-label="What is not shown"
              className="flex flex-wrap items-center gap-2 rounded-md border border-line bg-caution-soft px-3 py-2"
            >
              <p className="flex-[1_1_16rem]">{missing}</p>
              {unshown.length < ids.length ? (
                <Button
                  size="sm"
                  onClick={() => setIds(ids.filter((id) => !unshown.some((action) => action.id === id)))}
                >
                  Leave {unshown.length === 1 ? "it" : "them"} out
                </Button>
              ) : null}
            </div>
          ) : null}
          {decision === "reject" ? (
            <div>
              <p id="bulk-why" className="mb-1.5 font-medium">
                Why not?
              </p>
              <Controller
                control={control}
                name="code"
                render={({ field }) => (
                  <RadioGroup
                    aria-labelledby="bulk-why"
                    value={field.value}
                    onValueChange={field.onChange}
                    options={rejectReasons.map((reason) => ({ value: reason.code, label: reason.text }))}
                  />
                )}
              />
            </div>
          ) : null}
          <Controller
            control={control}
            name="text"
            render={({ field }) => (
              <ReasonField
                label={decision === "reject" ? "In your words" : "Why is it right?"}
                optional={decision === "approve" || code !== null}
                value={field.value}
                onChange={field.onChange}
                focusFirst
              />
            )}
          />
          <HintLine words={hint} />
          {send.error ? <ProblemNote problem={inWords(send.error)} /> : null}
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

/** How each of several actions is shown, by its id; measured once for each that is equal. */
function useShowings(actions: readonly Action[]): ReadonlyMap<string, Showing> {
  const [measured] = useState(() => new WeakMap<Action, Showing>());
  return new Map(
    actions.map((action) => {
      const showing = measured.get(action) ?? showingOf(action);
      measured.set(action, showing);
      return [action.id, showing];
    }),
  );
}
