import { getAction } from "@/lib/actions/action.views";
import { requireCovered, tellingOfContradictions } from "@/lib/actions/covered.service";
import { editedDeed, type EditedDeed, requireParametersSize } from "@/lib/actions/edited-deed.rules";
import { recordEntry } from "@/lib/audit/audit.service";
import { afterChecks, type LockedChecks } from "@/lib/gate/after-checks.service";
import { judgeAgain, type JudgedAgain } from "@/lib/gate/judge-again.service";
import { denialOf } from "@/lib/gate/judged-again.rules";
import { type Widening, widenings } from "@/lib/gate/widening.rules";
import { alreadyDecided } from "@/lib/pending/already-decided";
import { runIsOver, runOver } from "@/lib/pending/run-end.service";
import { Prisma, type Tx } from "@/lib/platform/db/client";
import { underEpoch } from "@/lib/platform/db/transactions";
import { ConflictError, UnprocessableError } from "@/lib/platform/errors";
import type { PersonCaller } from "@/lib/platform/http/caller";
import { newId } from "@/lib/platform/ids";
import { saysSomething } from "@/lib/platform/words.rules";
import type { Zone } from "@/lib/platform/zone.rules";
import { confirmPermission } from "@/lib/sessions/person-auth.service";
import { graceFor, reasonRequired } from "./approval.rules";
import type { DecidedAction, DecisionRequest } from "./approval.schemas";
import { decidable, type Decidable } from "./decidable.service";
import { escalate } from "./escalate.service";
import { finalize } from "./finalize.service";

type Vote = Exclude<DecisionRequest, { decision: "escalate" }>;

/** Red demands a reason, whether the action was asked in it or its type became red while it waited. */
function requireReason(request: DecisionRequest, zone: Zone, asked: Zone): void {
  const needed = reasonRequired(request.decision, zone);
  if (needed === "none" || saysSomething(request.reason?.text ?? "")) return;
  if (needed === "code_or_text" && request.reason?.code) return;
  const risen = zone === asked ? "" : ` It was asked in ${asked} and is ${zone} now.`;
  throw new UnprocessableError("reason_required", `Say why: the agent and the record will see it.${risen}`, [
    { path: "reason.text", message: "is required" },
  ]);
}

/**
 * Nothing is approved that would be denied now.
 * @throws 409 `stopped`, `agent_paused`, `agent_retired` and any other interlock's code; 422 `invalid_parameters`
 */
function requireAllowed({ agent }: Decidable, { verdict, faults }: JudgedAgain): void {
  // What the database holds is asked first: it is true whatever this process remembers of the controls.
  if (agent.stop)
    throw new ConflictError("stopped", "A stop covers this action. It stays held; re-arm before approving.");
  const denial = denialOf(verdict.interlocks, faults);
  if (denial) throw denial;
}

async function vote(
  tx: Tx,
  epoch: bigint,
  caller: PersonCaller,
  found: Decidable,
  now: JudgedAgain,
  request: Vote,
): Promise<Widening[]> {
  const { action } = found;
  const { zone } = now;
  const at = new Date();
  const asked = action.parameters as Record<string, unknown>;
  const resource =
    action.resourceType !== null && action.resourceId !== null
      ? { type: action.resourceType, id: action.resourceId }
      : null;
  const widened = request.decision === "edit" ? widenings(asked, request.parameters, resource) : [];
  const deed: EditedDeed | undefined =
    request.decision === "edit"
      ? editedDeed(action, request.parameters)
      : request.decision === "approve"
        ? { digest: action.digest, parameters: asked }
        : undefined;
  const graceSeconds = graceFor(request.decision, zone, found.graceSeconds);
  const settlesAt = graceSeconds > 0 ? new Date(at.getTime() + graceSeconds * 1000) : null;
  const reason = { code: request.reason?.code ?? null, text: request.reason?.text?.trim() ?? "" };
  const approvalId = newId("approval");

  if (settlesAt) {
    const { count } = await tx.action.updateMany({
      where: {
        id: action.id,
        workspaceId: caller.workspaceId,
        status: "pending",
        settlingId: null,
        expiresAt: { gt: at },
      },
      data: { settlesAt, settlingId: approvalId },
    });
    if (count !== 1) throw alreadyDecided();
  } else {
    await finalize(tx, {
      workspaceId: caller.workspaceId,
      actionId: action.id,
      agentId: action.agentId,
      outcome: request.decision,
      by: { type: "person", id: caller.personId, name: caller.personName },
      reason,
      seenDigest: request.seenDigest,
      at,
      settling: "none",
      limit: "open",
      debits: now.debits,
      ...(deed
        ? { permit: { ...deed, epoch, expiresAt: new Date(at.getTime() + found.permitTtlSeconds * 1000) } }
        : {}),
    });
  }
  await tx.approval.create({
    data: {
      id: approvalId,
      workspaceId: caller.workspaceId,
      actionId: action.id,
      personId: caller.personId,
      personName: caller.personName,
      vote: request.decision,
      seenDigest: request.seenDigest,
      finalDigest: deed?.digest ?? null,
      finalParameters: deed ? (deed.parameters as Prisma.InputJsonObject) : Prisma.DbNull,
      epoch,
      reasonCode: reason.code,
      reasonText: reason.text,
      at,
    },
  });
  // Without grace the vote and the decision are one change, told by the decision's entry.
  if (settlesAt) {
    await recordEntry(tx, {
      workspaceId: caller.workspaceId,
      at,
      actor: { type: "person", id: caller.personId },
      event: "approval.given",
      subject: { type: "action", id: action.id },
      facts: {
        approvalId,
        vote: request.decision,
        seenDigest: request.seenDigest,
        finalDigest: deed?.digest ?? null,
        settlesAt: settlesAt.toISOString(),
        epoch: Number(epoch),
        zone,
        widened: widened.map(({ path, kind }) => ({ path, kind })),
      },
      ...(reason.text ? { private: { reason: reason.text } } : {}),
    });
  }
  return widened;
}

/** How an answer is given. */
interface Manner {
  /** Among several at once: never an approval in red, also where it became red meanwhile. */
  inBulk?: boolean;
}

/**
 * One person's answer to a held action: approve, edit, reject or escalate. It is judged again, by every interlock, at the epoch at
 * which it is answered: what would be denied now is not approved, and what became red demands what red demands.
 * @throws 404; 403 `own_action`, `forbidden`; 409 `already_decided`, `run_over`, `contradicts_log`, `stale_digest`, `stopped` or another interlock's code;
 * 413 `parameters_too_large`; 422 `reason_required`, `invalid_parameters`, `red_not_in_bulk`, `nobody_to_answer`, `unknown_team`, `unknown_person`; 503 `busy`
 */
export async function decide(
  caller: PersonCaller,
  actionId: string,
  request: DecisionRequest,
  { inBulk = false }: Manner = {},
): Promise<DecidedAction> {
  if (request.decision === "edit") requireParametersSize(request.parameters);
  const widened = await tellingOfContradictions(() =>
    afterChecks(caller.personId, (checks) => answer(checks, caller, actionId, request, inBulk)),
  );
  return { ...(await getAction(caller.workspaceId, actionId)), widened };
}

/** @returns what an edit widened */
function answer(
  checks: LockedChecks,
  caller: PersonCaller,
  actionId: string,
  request: DecisionRequest,
  inBulk: boolean,
): Promise<Widening[]> {
  return underEpoch(caller.workspaceId, async (tx, epoch): Promise<Widening[]> => {
    // A role taken away takes the exclusive lock: what is true here stays true until this commits.
    const confirmed = await confirmPermission(tx, caller, "action:decide_escalated");
    const before = await decidable(tx, confirmed, actionId);
    if (before.refusal) throw before.refusal;
    if (before.action.status !== "pending") throw alreadyDecided();
    if (await runIsOver(tx, before.action.runId)) throw runOver();
    if (before.action.settlingId !== null)
      throw alreadyDecided("Somebody approved this already; it settles when the grace period ends.");
    const action = await requireCovered(tx, caller.workspaceId, actionId);
    if (action.status !== "pending" || action.settlingId !== null) throw alreadyDecided();
    const found = { ...before, action };
    if (request.seenDigest !== action.digest)
      throw new ConflictError("stale_digest", "What you were shown is not what would run. Look again.");
    if (request.decision === "escalate") {
      await escalate(tx, caller, found, request);
      return [];
    }
    const now = await judgeAgain(
      tx,
      request.decision === "reject" ? undefined : checks,
      action,
      { agent: found.agent, epoch, holdBudgets: request.decision !== "reject" },
      request.decision === "edit" ? request.parameters : undefined,
    );
    if (inBulk && request.decision === "approve" && now.zone === "red")
      throw new UnprocessableError("red_not_in_bulk", "It is red now: red actions are approved one by one.");
    requireReason(request, now.zone, action.zone as Zone);
    if (request.decision !== "reject") requireAllowed(found, now);
    return vote(tx, epoch, caller, found, now, request);
  });
}
