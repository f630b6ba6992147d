import { recordEntry } from "@/lib/audit/audit.service";
import type { AuditEvent } from "@/lib/audit/audit-events.rules";
import { controlChange } from "@/lib/pending/control-change.service";
import type { Tx } from "@/lib/platform/db/client";
import { ConflictError, InvalidRequestError, NotFoundError } from "@/lib/platform/errors";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { newId } from "@/lib/platform/ids";
import { keysOfStop } from "@/lib/scopes/scope-keys.rules";
import { confirmPermission } from "@/lib/sessions/person-auth.service";
import { findScope } from "@/lib/stops/known-names.views";
import { requireIds, unknownScope } from "@/lib/stops/stop.views";
import { type Budget, type BudgetCreate, type BudgetRaise, type BudgetUpdate, isWhole } from "./budget.schemas";
import { type BudgetRow, getBudget } from "./budget.views";

/** Each is read for every action that is judged after a change of the controls. */
const maxBudgets = 200;
const maxRaises = 20;

/** @throws 422 `unknown_scope` */
async function requireScope(workspaceId: string, scope: BudgetCreate["scope"]): Promise<string | null> {
  await requireIds(workspaceId, scope);
  const { id, known, nearest } = await findScope(workspaceId, scope);
  if (!known)
    throw unknownScope(
      "Nothing here goes by this name, so the budget would count nothing.",
      nearest.length > 0 ? `is not known here; the nearest: ${nearest.join(", ")}` : "is not known here",
    );
  return id;
}

function record(
  tx: Tx,
  caller: PersonCaller,
  event: AuditEvent,
  id: string,
  facts: Record<string, unknown>,
  reason?: string,
): Promise<unknown> {
  return recordEntry(tx, {
    workspaceId: caller.workspaceId,
    actor: { type: "person", id: caller.personId },
    event,
    subject: { type: "budget", id },
    facts,
    ...(reason === undefined ? {} : { private: { reason } }),
  });
}

/** A budget counts what is asked from now on. @throws 409 `too_many_budgets`; 422 `unknown_scope` */
export async function createBudget(caller: PersonCaller, wanted: BudgetCreate): Promise<Budget> {
  const { workspaceId } = caller;
  const { scope, limit, ...settings } = wanted;
  const scopeId = await requireScope(workspaceId, scope);
  const id = newId("budget");
  await controlChange(workspaceId, async (tx, epoch) => {
    await confirmPermission(tx, caller, "budget:manage");
    if ((await tx.budget.count({ where: { workspaceId, endedAt: null } })) >= maxBudgets)
      throw new ConflictError("too_many_budgets", `A workspace has ${maxBudgets} budgets at most: end one first.`);
    await tx.budget.create({
      data: {
        ...settings,
        id,
        workspaceId,
        scopeType: scope.type,
        scopeId,
        scopeKeys: keysOfStop(scope.type, scopeId),
        limitAmount: limit,
        currency: settings.currency ?? null,
        createdAt: new Date(),
      },
    });
    await record(tx, caller, "budget.created", id, {
      ...wanted,
      scope: { type: scope.type, id: scopeId },
      epoch: Number(epoch),
    });
  });
  return getBudget(workspaceId, id);
}

/** A budget in force, as it stands under the exclusive lock. @throws 404; 409 `budget_ended` */
async function requireInForce(tx: Tx, workspaceId: string, id: string): Promise<BudgetRow> {
  const row = await tx.budget.findFirst({ where: { id, workspaceId } });
  if (!row) throw new NotFoundError("This budget");
  if (row.endedAt !== null) throw new ConflictError("budget_ended", "This budget was ended.");
  return row;
}

/** @throws 400 where tokens or actions are to have parts */
function requireWhole(row: BudgetRow, amounts: Record<string, string | null | undefined>): void {
  if (row.measure === "money") return;
  const broken = Object.entries(amounts).filter(([, amount]) => typeof amount === "string" && !isWhole(amount));
  if (broken.length > 0)
    throw new InvalidRequestError(
      broken.map(([path]) => ({ path, message: `must be a whole number: ${row.measure} have no parts` })),
    );
}

/** Changes what is named and really differs. @throws 400; 404; 409 `budget_ended` */
export async function updateBudget(caller: PersonCaller, id: string, wanted: BudgetUpdate): Promise<Budget> {
  const { workspaceId } = caller;
  await controlChange(workspaceId, async (tx, epoch) => {
    await confirmPermission(tx, caller, "budget:manage");
    const row = await requireInForce(tx, workspaceId, id);
    requireWhole(row, { limit: wanted.limit, maxPerAction: wanted.maxPerAction });
    const before: Record<keyof BudgetUpdate, unknown> = {
      name: row.name,
      limit: row.limitAmount.toFixed(),
      softShare: row.softShare,
      onExceeded: row.onExceeded,
      maxPerAction: row.maxPerAction?.toFixed() ?? null,
    };
    const names = Object.keys(before) as (keyof BudgetUpdate)[];
    const changes = names.flatMap((name) =>
      wanted[name] === undefined || wanted[name] === before[name]
        ? []
        : [[name, { from: before[name], to: wanted[name] }]],
    );
    if (changes.length === 0) return;
    const { limit, ...others } = wanted;
    await tx.budget.update({
      where: { id },
      data: { ...others, ...(limit === undefined ? {} : { limitAmount: limit }) },
    });
    await record(tx, caller, "budget.updated", id, { changes: Object.fromEntries(changes), epoch: Number(epoch) });
  });
  return getBudget(workspaceId, id);
}

/** Gives more room for a while. @throws 400; 404; 409 `budget_ended`, `too_many_raises` */
export async function raiseBudget(
  caller: PersonCaller,
  id: string,
  { by, until, reason }: BudgetRaise,
): Promise<Budget> {
  const { workspaceId } = caller;
  await controlChange(workspaceId, async (tx, epoch) => {
    await confirmPermission(tx, caller, "budget:manage");
    const row = await requireInForce(tx, workspaceId, id);
    requireWhole(row, { by });
    const at = new Date();
    if (until <= at) throw new InvalidRequestError([{ path: "until", message: "is in the past" }]);
    if ((await tx.budgetRaise.count({ where: { budgetId: id, until: { gt: at } } })) >= maxRaises)
      throw new ConflictError("too_many_raises", `A budget has ${maxRaises} raises at once at most: change its limit.`);
    const { personId, personName } = caller;
    await tx.budgetRaise.create({
      data: {
        id: newId("budgetRaise"),
        workspaceId,
        budgetId: id,
        amount: by,
        until,
        reason,
        personId,
        personName,
        at,
      },
    });
    await record(tx, caller, "budget.raised", id, { by, until: until.toISOString(), epoch: Number(epoch) }, reason);
  });
  return getBudget(workspaceId, id);
}

/** Ends a budget: it counts nothing new. What it reserved is settled as before, for its history. @throws 404; 409 `budget_ended` */
export async function endBudget(caller: PersonCaller, id: string): Promise<void> {
  const { workspaceId } = caller;
  await controlChange(workspaceId, async (tx, epoch) => {
    await confirmPermission(tx, caller, "budget:manage");
    await requireInForce(tx, workspaceId, id);
    await tx.budget.update({ where: { id }, data: { endedAt: new Date() } });
    await record(tx, caller, "budget.ended", id, { epoch: Number(epoch) });
  });
}
