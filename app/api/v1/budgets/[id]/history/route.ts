import { BudgetHistory, BudgetHistoryQuery } from "@/lib/budgets/budget.schemas";
import { budgetHistory } from "@/lib/budgets/budget.views";
import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const GET = defineRoute({
  id: "getBudgetHistory",
  summary: "What a budget counted, window by window, the newest first",
  auth: person("budget:read"),
  params: IdParams,
  query: BudgetHistoryQuery,
  response: BudgetHistory,
  handle: ({ caller, params, query }) => budgetHistory(caller.workspaceId, params.id, query),
});
