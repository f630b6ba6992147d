import { recordEntry } from "@/lib/audit/audit.service";
import { entryActor } from "@/lib/audit/entry-actor";
import { nudgeSequencer } from "@/lib/audit/nudge";
import { hashToken, newToken } from "@/lib/platform/auth/token-format";
import { db, type Prisma, type Tx } from "@/lib/platform/db/client";
import { transaction } from "@/lib/platform/db/transactions";
import { ConflictError, ForbiddenError, NotFoundError, UnprocessableError } from "@/lib/platform/errors";
import { publish } from "@/lib/platform/events/bus";
import type { AgentCaller } from "@/lib/platform/http/caller";
import { newId } from "@/lib/platform/ids";
import type { Run, RunCreate, RunEnd, RunStarted } from "./run.schemas";
import { toRuns } from "./run.views";

/** Holds the parent until the child is written: it cannot end in between. @throws 422 `parent_run_not_active` */
async function requireActiveParent(tx: Tx, workspaceId: string, parentRunId: string): Promise<void> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM runs WHERE id = ${parentRunId} AND workspace_id = ${workspaceId} AND ended_at IS NULL AND expires_at > clock_timestamp() FOR SHARE`;
  if (rows.length > 0) return;
  throw new UnprocessableError("parent_run_not_active", "The parent run does not exist or is over.", [{ path: "parentRunId", message: "is not an active run of this workspace" }]);
}

async function runOf(workspaceId: string, id: string): Promise<Run> {
  const [run] = await toRuns(workspaceId, await db().run.findMany({ where: { id, workspaceId } }));
  if (!run) throw new NotFoundError("This run");
  return run;
}

/**
 * Starts a run. Its token stands for the agent and this run until the run ends or its time is up, and dies with the key that
 * started it. Only the token's hash is kept.
 * @throws 422 `parent_run_not_active`
 */
export async function startRun(caller: AgentCaller, { task, parentRunId, ttlSeconds, jurisdiction, context }: RunCreate): Promise<RunStarted> {
  const { workspaceId, agentId, keyId } = caller;
  const parent = parentRunId ?? caller.runId ?? null;
  const id = newId("run");
  const token = newToken("sbr");
  await transaction(async (tx) => {
    if (parent) await requireActiveParent(tx, workspaceId, parent);
    const at = new Date();
    const expiresAt = new Date(at.getTime() + ttlSeconds * 1000);
    await tx.run.create({
      data: {
        id,
        workspaceId,
        agentId,
        keyId,
        parentRunId: parent,
        task,
        jurisdiction: jurisdiction ?? null,
        ...(context ? { context: context as Prisma.InputJsonObject } : {}),
        tokenHash: hashToken(token),
        startedAt: at,
        expiresAt,
      },
    });
    await recordEntry(tx, {
      workspaceId,
      actor: entryActor(caller),
      event: "run.started",
      subject: { type: "run", id },
      facts: { agentId, keyId, parentRunId: parent, ttlSeconds, expiresAt: expiresAt.toISOString(), jurisdiction: jurisdiction ?? null },
      private: { task },
      at,
    });
  });
  publish({ workspaceId, event: "run.started", subjectId: id, agentId });
  nudgeSequencer();
  return { ...(await runOf(workspaceId, id)), token };
}

/**
 * Ends a run, and its token with it. By the agent whose it is; with a run's token, only that run.
 * @throws 403 `other_run`, 404 for another agent's, 409 `run_already_ended`
 */
export async function endRun(caller: AgentCaller, id: string, { result }: RunEnd): Promise<Run> {
  if (caller.runId !== undefined && caller.runId !== id) throw new ForbiddenError("other_run", "A run's token can end its own run only.");
  const { workspaceId, agentId } = caller;
  await transaction(async (tx) => {
    const at = new Date();
    const { count } = await tx.run.updateMany({ where: { id, workspaceId, agentId, endedAt: null }, data: { endedAt: at, result: result ?? null } });
    if (count === 0) {
      const known = await tx.run.findFirst({ where: { id, workspaceId, agentId }, select: { id: true } });
      throw known ? new ConflictError("run_already_ended", "This run has ended already.") : new NotFoundError("This run");
    }
    await recordEntry(tx, { workspaceId, actor: entryActor(caller), event: "run.ended", subject: { type: "run", id }, facts: { agentId, result: result ?? null }, at });
  });
  publish({ workspaceId, event: "run.ended", subjectId: id, agentId });
  nudgeSequencer();
  return runOf(workspaceId, id);
}
