import { BudgetCreate, BudgetPage, BudgetQuery, Budget } from "@/lib/budgets/budget.schemas";
import { createBudget } from "@/lib/budgets/budget.service";
import { listBudgets } from "@/lib/budgets/budget.views";
import { defineRoute } from "@/lib/platform/http/define-route";
import { person } from "@/lib/sessions/person-auth.service";

export const GET = defineRoute({
  id: "listBudgets",
  summary: "List budgets, newest first, with what each counts now",
  auth: person("budget:read"),
  query: BudgetQuery,
  response: BudgetPage,
  handle: ({ caller, query }) => listBudgets(caller.workspaceId, query),
});

export const POST = defineRoute({
  id: "createBudget",
  summary: "Make a budget: it counts what is asked from now on",
  auth: person("budget:manage"),
  body: BudgetCreate,
  example: {
    name: "Finance, daily",
    scope: { type: "workspace" },
    measure: "money",
    limit: "100.00",
    currency: "EUR",
    window: "day",
  },
  response: Budget,
  status: 201,
  refusals: ["unknown_scope", "too_many_budgets"],
  handle: ({ caller, body }) => createBudget(caller, body),
});
