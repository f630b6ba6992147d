"use client";

import { paintedEvidence } from "@/components/approvals/decision/painted";
import type { NotTaken, Painted, Press } from "@/lib/approvals/answer-guard.rules";
import type { Answer } from "@/lib/approvals/answers.rules";

/** The name of the marks that presses leave in the browser's performance timeline, where a test or a person can read them. */
export const pressMark = "signalbox-press";

/** What one press asked for, what stood on the screen then, and what was made of it. */
export interface LoggedPress {
  answer: Answer;
  /** The action that was meant, as the page understood it. */
  actionId: string;
  /** What was painted, and for how long; null for nothing. */
  painted: { actionId: string; digest: string; forMs: number } | null;
  /** sent: an answer went to the server. form: its form was opened. together: the dialog for those chosen. Else why nothing was done. */
  became: "sent" | "form" | "together" | "closed" | NotTaken;
}

/** So many are kept; who wants them all reads them in time. */
const kept = 1_000;
let written = 0;

/** Notes a press on an answer. It costs a few microseconds and is never read by the page itself. */
export function logPress(press: Press, { answer, actionId, became }: Omit<LoggedPress, "painted">): void {
  const painted: Painted | null = paintedEvidence.read();
  written += 1;
  if (written % kept === 0) performance.clearMarks(pressMark);
  const detail: LoggedPress = {
    answer,
    actionId,
    became,
    painted: painted && {
      actionId: painted.actionId,
      digest: painted.digest,
      forMs: Math.round(press.begunAtMs - painted.atMs),
    },
  };
  performance.mark(pressMark, { startTime: press.begunAtMs, detail });
}
