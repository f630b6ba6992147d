import { z } from "zod";
import {
  displayName,
  Money,
  NamedPerson,
  pageOf,
  pageQuery,
  Timestamp,
  TimestampInput,
} from "@/lib/platform/common.schemas";
import { isCurrency } from "@/lib/platform/unit.rules";
import { budgetMeasures, budgetScopes, budgetWindows } from "./budget.rules";

/** Exact, so as text: at most 15 digits before the point and four after it. */
const Amount = Money.shape.amount;
/** What a window counted: it has room for any number of amounts. */
const Sum = z.string().regex(/^\d+(\.\d{1,4})?$/);
const Currency = Money.shape.currency.refine(isCurrency, "is no currency's code (ISO 4217)");
const SoftShare = z.number().gt(0).max(1);
const Reason = z.string().trim().min(1, "is required: say why").max(2_000);

const BudgetScope = z
  .strictObject({ type: z.enum(budgetScopes), id: z.string().min(1).max(300).optional() })
  .refine((s) => (s.type === "workspace") === (s.id === undefined), {
    path: ["id"],
    message: "is required, except for the workspace, which takes none",
  })
  .meta({
    id: "BudgetScope",
    description:
      "Whose actions count: all of the workspace; of agents of a kind; of an agent and every agent under it; of a run and every run under it; of an action type.",
  });

/** Tokens and actions come in whole numbers. */
export const isWhole = (amount: string): boolean => /^\d+(\.0+)?$/.test(amount);
const whole = "must be a whole number: tokens and actions have no parts";

export const BudgetCreate = z
  .strictObject({
    name: displayName(100),
    scope: BudgetScope,
    measure: z.enum(budgetMeasures),
    limit: Amount.describe("The most that may be spent and reserved together in a window; equality is allowed."),
    currency: Currency.optional(),
    window: z
      .enum(budgetWindows)
      .describe(
        "Begins anew at the edge of the calendar by the workspace's time zone, a week on Monday; total: never.",
      ),
    softShare: SoftShare.default(0.8).describe("The share of the limit from which people should look."),
    onExceeded: z
      .enum(["hold", "deny"])
      .default("hold")
      .describe("hold: a person may approve what goes beyond it, each action by itself. deny: nobody may; raise it."),
    maxPerAction: Amount.nullable()
      .default(null)
      .describe("An action that asks for more is held for a person, so that one cannot reserve the whole budget."),
  })
  .refine((b) => (b.measure === "money") === (b.currency !== undefined), {
    path: ["currency"],
    message: "is required of money, and of nothing else",
  })
  .refine((b) => b.measure === "money" || isWhole(b.limit), { path: ["limit"], message: whole })
  .refine((b) => b.measure === "money" || b.maxPerAction === null || isWhole(b.maxPerAction), {
    path: ["maxPerAction"],
    message: whole,
  })
  .meta({ id: "BudgetCreate", description: "A budget to make." });
export type BudgetCreate = z.output<typeof BudgetCreate>;

export const BudgetUpdate = z
  .strictObject({
    name: displayName(100).optional(),
    limit: Amount.optional(),
    softShare: SoftShare.optional(),
    onExceeded: z.enum(["hold", "deny"]).optional(),
    maxPerAction: Amount.nullable().optional(),
  })
  .refine((u) => Object.values(u).some((v) => v !== undefined), "names nothing to change")
  .meta({
    id: "BudgetUpdate",
    description: "What to change of a budget. What it counts, and whose, stays as it was made.",
  });
export type BudgetUpdate = z.output<typeof BudgetUpdate>;

export const BudgetRaise = z
  .strictObject({
    by: Amount.refine((by) => /[1-9]/.test(by), "must be more than nothing"),
    until: TimestampInput.describe("When it is over: the limit is then as before."),
    reason: Reason,
  })
  .meta({ id: "BudgetRaise", description: "More room for a while." });
export type BudgetRaise = z.output<typeof BudgetRaise>;

export const Budget = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    scope: z.strictObject({ type: z.enum(budgetScopes), id: z.string().nullable(), name: z.string().nullable() }),
    measure: z.enum(budgetMeasures),
    limit: Amount,
    currency: z.string().nullable(),
    window: z.enum(budgetWindows),
    softShare: z.number(),
    onExceeded: z.enum(["hold", "deny"]),
    maxPerAction: Amount.nullable(),
    raises: z
      .array(z.strictObject({ by: Amount, until: Timestamp, reason: z.string(), person: NamedPerson, at: Timestamp }))
      .describe("Those that have not run out."),
    current: z
      .strictObject({
        from: Timestamp,
        until: Timestamp.nullable(),
        limit: Sum.describe("With the raises that have not run out."),
        spent: Sum,
        reserved: Sum,
        remaining: Sum,
        forecast: z
          .strictObject({ at: Timestamp, low: Sum, high: Sum })
          .nullable()
          .describe("Null: nothing is forecast yet."),
      })
      .describe("What it counts in the window that is now."),
    createdAt: Timestamp,
    endedAt: Timestamp.nullable(),
  })
  .meta({ id: "Budget", description: "How much may be spent in a window of the calendar." });
export type Budget = z.infer<typeof Budget>;

export const BudgetPage = pageOf(Budget).meta({ id: "BudgetPage", description: "A page of budgets." });
export const BudgetQuery = z.strictObject({
  ...pageQuery,
  ended: z.enum(["true", "false"]).optional().describe("false: those in force. true: those that were ended."),
});
export type BudgetQuery = z.output<typeof BudgetQuery>;

export const BudgetHistory = pageOf(
  z.strictObject({
    from: Timestamp,
    until: Timestamp.nullable(),
    spent: Sum,
    reserved: Sum,
    overridden: z.number().int().describe("Actions that a person approved for which it had reserved nothing before."),
  }),
).meta({
  id: "BudgetHistory",
  description: "What a budget counted in each window in which anything was asked of it, the newest first.",
});
export type BudgetHistory = z.infer<typeof BudgetHistory>;
export const BudgetHistoryQuery = z.strictObject(pageQuery);
export type BudgetHistoryQuery = z.output<typeof BudgetHistoryQuery>;
