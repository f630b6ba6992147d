"use client";

import { type RefObject, useEffect, useState } from "react";
import { type ClosedAnswers, useClosedAnswers } from "@/components/approvals/decision/closing";
import type { OpenDecision, PressEvent } from "@/components/approvals/decision/decision-context";
import { changeDraft, useDraft } from "@/components/approvals/decision/draft-store";
import { paintedEvidence } from "@/components/approvals/decision/painted";
import { logPress } from "@/components/approvals/decision/press-log";
import { presses } from "@/components/approvals/decision/presses";
import type { OpenAction } from "@/components/approvals/open/use-open-action";
import type { Deciding } from "@/components/approvals/use-deciding";
import type { SettingAside } from "@/components/approvals/use-setting-aside";
import { useSteady } from "@/components/patterns/page/steady";
import { useCan } from "@/components/people/use-can";
import { notTakenWords, whyNotTaken } from "@/lib/approvals/answer-guard.rules";
import type { Answer } from "@/lib/approvals/answers.rules";
import { endsWithAgent, reasonRequired } from "@/lib/approvals/approval.rules";
import type { DecisionRequest } from "@/lib/approvals/approval.schemas";
import { claim, extend, release } from "@/lib/approvals/approvals.client";

/** A hint is for the press that it is about. */
const hintMs = 6_000;

export interface DecisionOver {
  id: string;
  open: OpenAction;
  myId: string;
  deciding: Deciding;
  settingAside: SettingAside;
  /** Where one stands now: an answer is for what is drawn, never for what one has just left. */
  standing: RefObject<string | null>;
  /** Takes the press where several are chosen. */
  onTogether: (answer: Answer) => boolean;
  /** The form was closed: the keyboard goes back to the queue. */
  onCancelled: () => void;
}

type Acts = Pick<OpenDecision, "choose" | "confirm" | "cancel" | "toggleClaim" | "addTime" | "undo" | "dismissFailure">;

/** Everything that can be done about the open action; null in `decision` until it is read. */
export function useOpenDecision({
  id,
  open,
  myId,
  deciding,
  settingAside,
  standing,
  onTogether,
  onCancelled,
}: DecisionOver): { decision: OpenDecision | null; closed: ClosedAnswers; acts: Acts } {
  const { action, history, graceSeconds, zone } = open;
  const sending = deciding.isSending(id);
  const { draft, change } = useDraft(id);
  const { closed, reasons } = useClosedAnswers(id, open.obstacles);
  const decides = useCan("action:decide_escalated");
  const barred = !decides || history?.mine.mayDecide === false;
  const [hint, say] = useHint(id);

  /** Whether the answer to what is open can be given now; else it is said why. */
  function isTaken(answer: Answer, digest: string, event: PressEvent): boolean {
    const press = presses.of(event);
    const why =
      action === undefined
        ? "unseen"
        : whyNotTaken({
            actionId: action.id,
            digest,
            standingId: standing.current,
            painted: paintedEvidence.read(),
            press,
          });
    const words = why === null ? reasons[answer] : notTakenWords[why];
    say(words);
    if (words !== null) logPress(press, { answer, actionId: id, became: why ?? "closed" });
    return words === null;
  }

  function send(request: DecisionRequest, event: PressEvent) {
    if (!action) return;
    logPress(presses.of(event), { answer: request.decision, actionId: action.id, became: "sent" });
    void deciding.send(action, request);
  }

  function openForm(answer: Answer, of: string, event: PressEvent) {
    say(null);
    logPress(presses.of(event), { answer, actionId: of, became: "form" });
    changeDraft(of, { choice: answer });
  }

  const acts = useSteady<Acts>({
    choose(answer: Answer, event: PressEvent) {
      const here = standing.current;
      if (draft.choice === null && onTogether(answer)) {
        logPress(presses.of(event), { answer, actionId: id, became: "together" });
        return;
      }
      // No form opens whose answer would be refused whatever is written; one that is open keeps its words.
      if (barred && draft.choice === null && here === id) {
        say(reasons[answer]);
        return;
      }
      // What needs words opens its place for them at once, also while the action is still being read: else the words that follow
      // would be taken for commands.
      if (answer !== "approve") {
        if (here !== null) openForm(answer, here, event);
        return;
      }
      if (!isTaken(answer, action?.digest ?? "", event) || !action) return;
      const reason = draft.reason.trim();
      // One press is enough where it can be taken back and needs no words; else it asks first.
      const atOnce = draft.choice === null && graceSeconds > 0 && reasonRequired("approve", zone) === "none";
      if (atOnce)
        send(
          { decision: "approve", seenDigest: action.digest, ...(reason ? { reason: { text: reason } } : {}) },
          event,
        );
      else openForm(answer, action.id, event);
    },
    confirm(request: DecisionRequest, event: PressEvent) {
      if (draft.choice !== request.decision || sending) return;
      if (isTaken(request.decision, request.seenDigest, event)) send(request, event);
    },
    cancel() {
      change({ choice: null });
      say(null);
      onCancelled();
    },
    toggleClaim() {
      if (!action) return;
      const mine = action.claim?.by.id === myId;
      if (barred && !mine) say(reasons.reject);
      else void deciding.run(action.id, mine ? release : claim);
    },
    addTime() {
      if (barred) say(reasons.reject);
      else if (action && !endsWithAgent(action)) void deciding.run(action.id, extend);
    },
    undo: () => void deciding.undo([id]),
    dismissFailure: () => deciding.dismiss(id),
  });

  const decision = action
    ? {
        action,
        history,
        myId,
        zone,
        graceSeconds,
        draft,
        change,
        barred,
        closed: reasons,
        extendObstacle: open.obstacles.reject,
        sending,
        failure: deciding.failureOf(id),
        hint,
        settingAside,
        ...acts,
      }
    : null;
  return { decision, closed, acts };
}

/** A few words about the last press, for a while. */
function useHint(id: string): [hint: string | null, say: (words: string | null) => void] {
  const [said, setSaid] = useState<{ id: string; words: string } | null>(null);
  useEffect(() => {
    if (said === null) return;
    const timer = setTimeout(() => setSaid(null), hintMs);
    return () => clearTimeout(timer);
  }, [said]);
  return [said?.id === id ? said.words : null, (words) => setSaid(words === null ? null : { id, words })];
}
