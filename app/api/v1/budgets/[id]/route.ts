import { Budget, BudgetUpdate } from "@/lib/budgets/budget.schemas";
import { endBudget, updateBudget } from "@/lib/budgets/budget.service";
import { getBudget } from "@/lib/budgets/budget.views";
import { IdParams } from "@/lib/platform/common.schemas";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const GET = defineRoute({
  id: "getBudget",
  summary: "Read a budget, with what it counts now",
  auth: person("budget:read"),
  params: IdParams,
  response: Budget,
  handle: ({ caller, params }) => getBudget(caller.workspaceId, params.id),
});

export const PATCH = defineRoute({
  id: "updateBudget",
  summary: "Change a budget: its limit, and what comes beyond it; what it counts stays as it was made",
  auth: person("budget:manage"),
  params: IdParams,
  body: BudgetUpdate,
  example: { limit: "150.00" },
  response: Budget,
  refusals: ["budget_ended"],
  handle: ({ caller, params, body }) => updateBudget(caller, params.id, body),
});

export const DELETE = defineRoute({
  id: "endBudget",
  summary: "End a budget: it counts nothing new, and stays to be read",
  auth: person("budget:manage"),
  params: IdParams,
  refusals: ["budget_ended"],
  response: "none",
  status: 204,
  handle: ({ caller, params }) => endBudget(caller, params.id),
});
