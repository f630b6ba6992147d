import type { Action } from "@/lib/actions/action.schemas";
import { type ActiveStop, scopeLabel } from "@/lib/scopes/stop.rules";
import type { ActionHistory } from "./approval.schemas";

export const answers = ["approve", "edit", "reject", "escalate"] as const;
export type Answer = (typeof answers)[number];

/** The answers that let something run: what was not shown can be refused or handed on, and is not let run. */
export const answersThatRun = ["approve", "edit"] as const satisfies readonly Answer[];

/** Said wherever an answer waits for the connection. What was written meanwhile is kept. */
export const offlineWords =
  "The server cannot be reached at the moment. What you see may be old; you can answer again once it is back.";

/** Said until the evidence has been drawn. */
export const undrawnWords = "The evidence is still loading.";

export interface AnswerSituation {
  action: Action;
  /** What the server says about the reader; undefined until it has. */
  mine: Pick<ActionHistory["mine"], "mayDecide" | "code" | "because"> | undefined;
  /** Why it cannot be approved as it is, as the interlocks answer now; an edit may mend what the parameters are to blame for. */
  denial?: { code: string; message: string } | null;
  /** The pulled stops that cover the action, as the server compares them. */
  stops: readonly Pick<ActiveStop, "scopeType" | "scopeId" | "pulledByName">[];
  /** The server is out of reach: what is on the screen may not be what is. */
  offline: boolean;
  /** A decision of this reader is under way. */
  sending: boolean;
  /** Whether time is up, by the reader's clock. */
  expired: boolean;
}

/** Why each answer cannot be given now, in a sentence; null where it can. The server decides; this says it beforehand. */
export function answerObstacles(situation: AnswerSituation): Record<Answer, string | null> {
  const general = generalObstacle(situation);
  const stopped = general ?? stopObstacle(situation);
  const denied = stopped ?? deniedObstacle(situation);
  const mendable = situation.denial?.code === "invalid_parameters";
  return { approve: denied, edit: mendable ? stopped : denied, reject: general, escalate: general };
}

function generalObstacle({ action, mine, offline, sending, expired }: AnswerSituation): string | null {
  if (action.status !== "pending") return `This action is ${action.status}: nothing is left to decide.`;
  if (action.settling) return `${action.settling.by.name} approved it already; it settles when the grace period ends.`;
  if (mine && !mine.mayDecide) return mine.because ?? "You cannot decide this one.";
  if (expired) return "The time to decide has passed.";
  if (offline) return offlineWords;
  return sending ? "Your answer is being sent." : null;
}

function deniedObstacle({ denial }: AnswerSituation): string | null {
  if (!denial) return null;
  const way =
    denial.code === "invalid_parameters"
      ? "You can edit the parameters, reject or escalate."
      : "You can still reject or escalate.";
  return `It would be denied now. ${denial.message} ${way}`;
}

function stopObstacle({ stops: [stop] }: AnswerSituation): string | null {
  if (!stop) return null;
  return `${scopeLabel({ type: stop.scopeType, id: stop.scopeId })} is stopped (by ${stop.pulledByName}). You can still reject or escalate; approving needs a re-arm.`;
}
