import { type Claim, claimsOn } from "@/lib/budgets/budget.rules";
import { troubleOf } from "@/lib/budgets/budget-words.rules";
import { budgetsInForce } from "@/lib/budgets/budgets-in-force.rules";
import { type CompiledControls, compiledOf } from "@/lib/judging/control-source.rules";
import { interlock } from "@/lib/judging/interlock.rules";
import type { Subject } from "@/lib/judging/subject.rules";
import { keysOfDeed } from "@/lib/scopes/scope-keys.rules";

/** What an action asks of the budgets of these controls. A workspace without budgets has no work with it. */
export function claimsOf(
  controls: CompiledControls,
  { principal, request, type, namesakes }: Pick<Subject, "principal" | "request" | "type" | "namesakes">,
): Claim[] {
  const budgets = compiledOf(controls, budgetsInForce);
  if (budgets.length === 0) return [];
  const { kind, agentIds, runIds } = principal;
  const nameKeys = keysOfDeed({ kind, action: request.action, resource: request.resource, declared: namesakes });
  return claimsOn(budgets, { agentIds, runIds, nameKeys }, request, type);
}

/**
 * What can be said of budgets before the commit: that nobody knows what the action takes of one, or that it is too much for one action.
 * Whether there is room left only the commit knows (over-budget.rules).
 */
export const budget = interlock({
  name: "budget",
  reads: budgetsInForce,
  judge(subject, { pass, hold }) {
    const claims = claimsOf(subject.controls, subject);
    for (const claim of claims) {
      const trouble = troubleOf(claim);
      if (trouble) return hold(trouble.code, trouble.message, { type: "budget", id: claim.budget.id });
    }
    return claims.length === 0
      ? pass("no_budget", "No budget covers this.")
      : pass("within_budget", "Every budget that covers this has room for it.");
  },
});
