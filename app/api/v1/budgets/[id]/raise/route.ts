import { Budget, BudgetRaise } from "@/lib/budgets/budget.schemas";
import { raiseBudget } from "@/lib/budgets/budget.service";
import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const POST = defineRoute({
  id: "raiseBudget",
  summary: "Give a budget more room until a moment; the limit is then as before",
  auth: person("budget:manage"),
  params: IdParams,
  body: BudgetRaise,
  example: { by: "50.00", until: "2030-01-31T22:00:00Z", reason: "The quarter is closed tonight." },
  response: Budget,
  refusals: ["budget_ended", "too_many_raises"],
  handle: ({ caller, params, body }) => raiseBudget(caller, params.id, body),
});
