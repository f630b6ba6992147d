import { announce } from "@/lib/audit/announce";
import { prepareEntry, recordEntry } from "@/lib/audit/audit.service";
import { confirmKey } from "@/lib/keys/agent-auth.service";
import { keyRefused, type KeyRefusal } from "@/lib/keys/key-refusal";
import { pool, Prisma, type Tx } from "@/lib/platform/db/client";
import { underEpoch } from "@/lib/platform/db/transactions";
import { ConflictError, GoneError, NotFoundError } from "@/lib/platform/errors";
import type { AgentCaller } from "@/lib/platform/http/caller";
import { countCleanOutcome } from "@/lib/stops/probation.service";
import type { Action, OutcomeRequest } from "./action.schemas";
import { getAction } from "./action.views";
import { tokensOf } from "./tokens.rules";
import { runnableParameters, tellingOfContradictions } from "./covered.service";

/** What using a permit came to (permit_consume in prisma/sql/functions). */
export interface Consumed {
  outcome:
    | "started"
    | "caller_refused"
    | "not_found"
    | "not_approved"
    | "digest_mismatch"
    | "permit_consumed"
    | "permit_withdrawn"
    | "run_over"
    | "permit_expired"
    | "stopped";
  code?: KeyRefusal;
  status?: string;
  /** Of a permit that was withdrawn. */
  because?: string;
  stop?: string | null;
}

const refusals: Record<Exclude<Consumed["outcome"], "started">, (consumed: Consumed) => Error> = {
  caller_refused: (c) => keyRefused(c.code ?? "invalid_key"),
  not_found: () => new NotFoundError("This action"),
  not_approved: (c) =>
    new ConflictError("not_approved", `The action is ${c.status ?? "not approved"}; only an approved action may run.`),
  digest_mismatch: () =>
    new ConflictError(
      "digest_mismatch",
      "This is not the digest that was decided. Read the action again and run its final parameters.",
    ),
  permit_consumed: () => new ConflictError("permit_consumed", "The permit was used already. Ask again to act again."),
  run_over: () =>
    new ConflictError("run_over", "The run it was asked in is over, and its permits with it. Ask again in a new run."),
  permit_withdrawn: (c) =>
    new ConflictError(
      "permit_withdrawn",
      c.because === "stricter"
        ? "The permit was withdrawn: the catalog's entry became stricter after it was given. Ask again."
        : "The permit was withdrawn: the agent was retired.",
    ),
  permit_expired: () => new GoneError("permit_expired", "The permit has expired. Ask again."),
  stopped: (c) =>
    new ConflictError(
      "stopped",
      typeof c.stop === "string"
        ? "A stop covers this action. A permit given before a stop stays withdrawn: ask again after re-arming."
        : `The agent is ${c.status ?? "not active"}: nothing of it runs until it is active again.`,
    ),
};

/**
 * Uses up the permit of an approved action and gives the parameters to run: those that the log says were decided, read and compared before.
 * @throws 401; 404; 409 `permit_consumed`, `permit_withdrawn`, `digest_mismatch`, `stopped`, `not_approved`, `run_over`, `contradicts_log`;
 * 410 `permit_expired`
 */
export function startExecution(caller: AgentCaller, actionId: string, digest: string) {
  return tellingOfContradictions(async () => {
    const known = await runnableParameters(caller, actionId);
    const startedAt = await consumePermit(caller, actionId, digest);
    // Not known before only where it was decided in between.
    const parameters = known ?? (await runnableParameters(caller, actionId));
    if (!parameters) throw new Error(`A permit of ${actionId} was used, and there is nothing to run`);
    return { actionId, parameters, startedAt };
  });
}

/** @returns when, as ISO 8601 */
async function consumePermit(caller: AgentCaller, actionId: string, digest: string): Promise<string> {
  const at = new Date();
  const entry = prepareEntry({
    workspaceId: caller.workspaceId,
    at,
    actor: { type: "agent", id: caller.agentId },
    event: "action.executed",
    subject: { type: "action", id: actionId },
    facts: { digest, keyId: caller.keyId, runId: caller.runId ?? null },
  });
  const { rows } = await pool().query<{ r: Consumed }>({
    name: "permit_consume",
    text: "SELECT permit_consume($1, $2, $3, $4, $5, $6, $7, $8) AS r",
    values: [caller.workspaceId, caller.agentId, caller.keyId, caller.runId ?? null, actionId, digest, at, entry.leaf],
  });
  const consumed = rows[0]?.r;
  if (!consumed) throw new Error("permit_consume gave no result");
  if (consumed.outcome !== "started") throw refusals[consumed.outcome](consumed);
  announce([entry]);
  return at.toISOString();
}

/** What it says is spent, also beyond the limit; where it says nothing, what was reserved (budget_settle in prisma/sql/functions). */
async function spend(tx: Tx, actionId: string, { cost, usage }: OutcomeRequest): Promise<void> {
  await tx.$executeRaw`SELECT budget_settle(ARRAY[${actionId}], 'spent', ${cost?.amount ?? null}::numeric, ${cost?.currency ?? null},
    ${tokensOf(usage) ?? null}::numeric)`;
}

/** Keeps what the agent says came of it. @throws 401; 404; 409 `outcome_already_reported`, `not_started` */
export async function reportOutcome(caller: AgentCaller, actionId: string, report: OutcomeRequest): Promise<Action> {
  // Where a token's run reaches never changes, so that may be asked before.
  if (caller.runId !== undefined) await getAction(caller.workspaceId, actionId, caller.agentId, caller.runId);
  // Under the epoch's lock, so that nothing is written for a key after it was revoked.
  await underEpoch(caller.workspaceId, async (tx) => {
    await confirmKey(tx, caller);
    // "lost" is what we assumed when no report came; a late report is better knowledge.
    const [ended] = await tx.action.updateManyAndReturn({
      where: {
        id: actionId,
        workspaceId: caller.workspaceId,
        agentId: caller.agentId,
        executionStatus: { in: ["started", "lost"] },
      },
      data: { executionStatus: report.status },
      select: { budgeted: true },
    });
    if (!ended) {
      const action = await tx.action.findFirst({
        where: { id: actionId, workspaceId: caller.workspaceId, agentId: caller.agentId },
      });
      if (!action) throw new NotFoundError("This action");
      if (action.executionStatus === null)
        throw new ConflictError("not_started", "Nothing was executed yet: use the permit first.");
      throw new ConflictError("outcome_already_reported", "The outcome was reported already and cannot be changed.");
    }
    await tx.outcome.create({
      data: {
        actionId,
        workspaceId: caller.workspaceId,
        status: report.status,
        result:
          report.result === undefined || report.result === null
            ? Prisma.DbNull
            : (report.result as Prisma.InputJsonValue),
        error: report.error ?? null,
        costAmount: report.cost?.amount ?? null,
        costCurrency: report.cost?.currency ?? null,
        usage: report.usage ? (report.usage as Prisma.InputJsonValue) : Prisma.DbNull,
        at: new Date(),
      },
    });
    if (report.status === "succeeded") await countCleanOutcome(tx, caller.workspaceId, actionId);
    await recordEntry(tx, {
      workspaceId: caller.workspaceId,
      actor: { type: "agent", id: caller.agentId },
      event: "action.outcome_reported",
      subject: { type: "action", id: actionId },
      facts: { status: report.status, cost: report.cost ?? null },
      ...(report.error !== undefined || report.result !== undefined
        ? { private: { result: report.result ?? null, error: report.error ?? null } }
        : {}),
    });
    // Last, since many wait for a budget.
    if (ended.budgeted) await spend(tx, actionId, report);
  });
  return getAction(caller.workspaceId, actionId);
}
