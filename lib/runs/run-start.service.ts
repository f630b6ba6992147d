import { recordEntry } from "@/lib/audit/audit.service";
import { entryActor } from "@/lib/audit/entry-actor";
import { confirmKey } from "@/lib/keys/agent-auth.service";
import { hashToken, newToken } from "@/lib/platform/credentials/token-format";
import type { Prisma, Tx } from "@/lib/platform/db/client";
import { underEpoch } from "@/lib/platform/db/transactions";
import { ConflictError, UnprocessableError } from "@/lib/platform/errors";
import type { AgentCaller } from "@/lib/platform/http/caller";
import { newId } from "@/lib/platform/ids";
import { keysOfKind } from "@/lib/scopes/scope-keys.rules";
import { maxRunDepth } from "./run.rules";
import type { RunCreate, RunStarted } from "./run.schemas";
import { readRun } from "./run.views";

interface Above {
  id: string;
  line: string[];
  expires_at: Date;
  active: boolean;
}

/**
 * Locks everything above the new run until that is written, from the top down: a run that ends meanwhile waits, and then ends the new
 * one too. The caller's own run is among it, so this comes before anything that locks that alone.
 */
async function holdLine(tx: Tx, { workspaceId, runId }: AgentCaller, parentRunId: string): Promise<Above[]> {
  return tx.$queryRaw<Above[]>`
    SELECT r.id, r.ancestor_ids || r.id AS line, r.expires_at, r.ended_at IS NULL AND r.expires_at > clock_timestamp() AS active FROM runs r
    WHERE r.workspace_id = ${workspaceId} AND r.id = ANY (run_line(${parentRunId})) AND run_reaches(${runId ?? null}, ${parentRunId})
    ORDER BY cardinality(r.ancestor_ids), r.id FOR SHARE`;
}

/** The run right above. @throws 422 `parent_run_not_active`, `run_too_deep` */
function parentIn(line: Above[], parentRunId: string): Above {
  const parent = line.at(-1);
  if (parent?.id !== parentRunId || !line.every((r) => r.active)) {
    throw new UnprocessableError(
      "parent_run_not_active",
      "The parent run does not exist, is over, or is not within this token's reach.",
      [{ path: "parentRunId", message: "is not an active run that this caller may start runs under" }],
    );
  }
  if (parent.line.length >= maxRunDepth) {
    throw new UnprocessableError("run_too_deep", `Runs stand at most ${maxRunDepth} deep.`, [
      { path: "parentRunId", message: `already has ${maxRunDepth - 1} runs above it` },
    ]);
  }
  return parent;
}

/** A stopped or paused agent opens no runs, nor does anybody under a stopped run. @throws 409 `stopped`, `agent_not_active` */
async function requireFree(tx: Tx, { workspaceId, agentId }: AgentCaller, parent: Above | null): Promise<void> {
  const { kind } = await tx.agent.findFirstOrThrow({ where: { id: agentId, workspaceId }, select: { kind: true } });
  const [row] = await tx.$queryRaw<{ status: string; stop: string | null }[]>`
    SELECT a.status, stop_in_scope(a.workspace_id, a.id, ${parent?.id ?? null}, ${keysOfKind(kind)}, ${2n ** 62n}) AS stop
    FROM agents a WHERE a.id = ${agentId} AND a.workspace_id = ${workspaceId}`;
  if (row?.stop)
    throw new ConflictError(
      "stopped",
      "A stop covers this agent or the run above: no run is started until it is re-armed.",
    );
  if (row?.status !== "active")
    throw new ConflictError("agent_not_active", `The agent is ${row?.status ?? "gone"}: it starts no runs.`);
}

/**
 * Starts a run. Its token stands for the agent and this run until the run ends or its time is up, and dies with the key that
 * started it. Only the token's hash is kept. Under a parent it inherits whatever stops or ends that, and its time is up no later.
 * @throws 401; 409 `stopped`, `agent_not_active`; 422 `parent_run_not_active`, `run_too_deep`
 */
export async function startRun(
  caller: AgentCaller,
  { task, parentRunId, ttlSeconds, jurisdiction, context }: RunCreate,
): Promise<RunStarted> {
  const { workspaceId, agentId, keyId } = caller;
  const above = parentRunId ?? caller.runId ?? null;
  const id = newId("run");
  const token = newToken("sbr");
  await underEpoch(workspaceId, async (tx) => {
    const line = above === null ? [] : await holdLine(tx, caller, above);
    await confirmKey(tx, caller);
    const parent = above === null ? null : parentIn(line, above);
    await requireFree(tx, caller, parent);
    const at = new Date();
    const expiresAt = new Date(Math.min(at.getTime() + ttlSeconds * 1000, parent?.expires_at.getTime() ?? Infinity));
    await tx.run.create({
      data: {
        id,
        workspaceId,
        agentId,
        keyId,
        parentRunId: above,
        ancestorIds: parent?.line ?? [],
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
      facts: {
        agentId,
        keyId,
        parentRunId: above,
        ttlSeconds,
        expiresAt: expiresAt.toISOString(),
        jurisdiction: jurisdiction ?? null,
      },
      private: { task },
      at,
    });
  });
  return { ...(await readRun(workspaceId, id)), token };
}
