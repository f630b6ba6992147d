import { requireParametersSize } from "@/lib/actions/edited-deed.rules";
import { afterChecks } from "@/lib/gate/after-checks.service";
import { judgeAgain, type JudgedAgain } from "@/lib/gate/judge-again.service";
import { denialOf } from "@/lib/gate/judged-again.rules";
import { widenings } from "@/lib/gate/widening.rules";
import { alreadyDecided } from "@/lib/pending/already-decided";
import { runIsOver, runOver } from "@/lib/pending/run-end.service";
import { db } from "@/lib/platform/db/client";
import type { PersonCaller } from "@/lib/platform/http/caller";
import type { DecisionPreview, DecisionPreviewRequest, JudgedNow } from "./approval.schemas";
import { decidable } from "./decidable.service";

/** A judgement as people are shown it. */
export function judgedNow({ verdict, zone, faults, differences }: JudgedAgain): JudgedNow {
  const denial = denialOf(verdict.interlocks, faults);
  return {
    epoch: verdict.epoch,
    effect: denial ? "deny" : verdict.effect,
    zone,
    differences,
    denial: denial && { code: denial.code, message: denial.message, errors: denial.options.errors ?? [] },
  };
}

/**
 * What the interlocks would say now of a held action, as it was asked or with other parameters, and in which ways these go beyond.
 * The answer itself is judged anew: between the two the controls may change.
 * @throws 404, 409 `already_decided`, `run_over`, 413 `parameters_too_large`, 503 `busy`
 */
export async function previewDecision(
  caller: PersonCaller,
  actionId: string,
  { parameters }: DecisionPreviewRequest,
): Promise<DecisionPreview> {
  if (parameters) requireParametersSize(parameters);
  const found = await decidable(db(), caller, actionId);
  const { action } = found;
  if (action.status !== "pending") throw alreadyDecided();
  if (await runIsOver(db(), action.runId)) throw runOver();
  const resource =
    action.resourceType !== null && action.resourceId !== null
      ? { type: action.resourceType, id: action.resourceId }
      : null;
  return {
    now: judgedNow(await afterChecks(caller.personId, (checks) => judgeAgain(db(), checks, action, found, parameters))),
    widened: parameters ? widenings(action.parameters as Record<string, unknown>, parameters, resource) : [],
  };
}
