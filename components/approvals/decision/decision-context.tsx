"use client";

import { createContext, use } from "react";
import type { Draft } from "@/components/approvals/decision/draft-store";
import type { SettingAside } from "@/components/approvals/use-setting-aside";
import type { Action } from "@/lib/actions/action.schemas";
import type { Answer } from "@/lib/approvals/answers.rules";
import type { ActionHistory, DecisionRequest } from "@/lib/approvals/approval.schemas";

/** An event that a press comes from: of a key, a button, or a form that is sent. */
export interface PressEvent {
  timeStamp: number;
}

/** The decision on the open action: what is known, what one has begun to write, and what can be done. Every part of it asks here. */
export interface OpenDecision {
  action: Action;
  history: ActionHistory | undefined;
  myId: string;
  /** The riskier of the zone it was asked in and its zone now: what the answer must satisfy. */
  zone: Action["zone"];
  /** Seconds in which an approval can be taken back; 0 where it is final. */
  graceSeconds: number;
  draft: Draft;
  change: (change: Partial<Draft>) => void;
  /** The reader may not decide it: nothing is offered that they could press in vain. */
  barred: boolean;
  /** Why each answer is closed now, as a sentence; null where it is open. */
  closed: Record<Answer, string | null>;
  /** Why its time cannot be extended by this person; null where it can. */
  extendObstacle: string | null;
  sending: boolean;
  /** Why the last answer was refused or failed; null where it was not. */
  failure: Error | null;
  dismissFailure: () => void;
  /** Why the last press was not taken; null where it was, or a while after. */
  hint: string | null;
  /** A key or a button for an answer: gives it at once where that takes no words, else opens its form. */
  choose: (answer: Answer, event: PressEvent) => void;
  /** Sends the answer that the open form is for, and no other. */
  confirm: (request: DecisionRequest, event: PressEvent) => void;
  /** Closes the form; what was written is kept. */
  cancel: () => void;
  toggleClaim: () => void;
  addTime: () => void;
  undo: () => void;
  /** Takes it out of what waits for the reader, for a while. */
  settingAside: SettingAside;
}

const Decision = createContext<OpenDecision | null>(null);

export const DecisionProvider = Decision.Provider;

/** @throws outside an open action that was read */
export function useDecision(): OpenDecision {
  const decision = use(Decision);
  if (decision === null) throw new Error("No action is open here.");
  return decision;
}
